// @ts-check
import prettier from 'eslint-config-prettier'
import withNuxt from './.nuxt/eslint.config.mjs'
import { noWrongImport } from './eslint/no-wrong-import.mjs'

export default withNuxt(prettier, {
  name: 'clipway/borders',
  files: ['**/*.{ts,mts,mjs,js,vue}'],
  plugins: { clipway: { rules: { 'no-wrong-import': noWrongImport } } },
  rules: { 'clipway/no-wrong-import': 'error' },
})
