// Nuxt UI would ask for icons of a collection that is not installed
const codeIcon = {
  ts: 'i-lucide-file-code',
  js: 'i-lucide-file-code',
  vue: 'i-lucide-file-code',
  json: 'i-lucide-braces',
  yaml: 'i-lucide-file-code',
  yml: 'i-lucide-file-code',
  md: 'i-lucide-file-text',
  sh: 'i-lucide-terminal',
  bash: 'i-lucide-terminal',
  css: 'i-lucide-file-code',
  html: 'i-lucide-file-code',
  txt: 'i-lucide-file-text',
}

export default defineAppConfig({
  ui: {
    colors: { primary: 'indigo', neutral: 'zinc' },
    prose: { codeIcon },
  },
})
