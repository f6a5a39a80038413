import { describe, expect, it } from 'vitest'
import { ConfigError, parseConfig } from '#server/config'

const secret = 'x'.repeat(32)
const needed = { MONGODB_URI: 'mongodb://127.0.0.1', CLIPWAY_SECRET: secret, NUXT_SESSION_PASSWORD: secret }
const coldStore = (environment: Record<string, string>) =>
  parseConfig({ ...needed, ...environment }).coldStore

describe('the settings of the cold store', () => {
  it('are none for a folder of the data folder', () => {
    expect(coldStore({})).toEqual({ kind: 'local' })
  })

  it('name a server and its keys', () => {
    expect(
      coldStore({
        COLD_STORE: 's3',
        COLD_S3_ENDPOINT: 'http://127.0.0.1:8000',
        COLD_S3_ACCESS_KEY: 'key',
        COLD_S3_SECRET_KEY: 'secret',
      }),
    ).toMatchObject({ kind: 's3', s3: { bucket: 'clipway-cold', region: 'us-east-1', redirects: false } })
    expect(
      coldStore({
        COLD_STORE: 'renterd',
        RENTERD_ADDRESS: 'http://127.0.0.1:9980/',
        RENTERD_API_PASSWORD: 'p',
      }),
    ).toEqual({
      kind: 'renterd',
      renterd: { address: 'http://127.0.0.1:9980', password: 'p', bucket: 'default' },
    })
    expect(coldStore({ COLD_STORE: 'skynet', SKYNET_PORTAL: 'https://portal.example' })).toEqual({
      kind: 'skynet',
      skynet: { portal: 'https://portal.example', apiKey: undefined },
    })
  })

  it.each<Record<string, string>>([
    { COLD_STORE: 's3', COLD_S3_ENDPOINT: 'http://127.0.0.1:8000' },
    { COLD_STORE: 'renterd', RENTERD_ADDRESS: 'http://127.0.0.1:9980' },
    { COLD_STORE: 'skynet' },
    { COLD_STORE: 'tape' },
    { COLD_STORE: 'skynet', SKYNET_PORTAL: 'https://portal.example/with/a/path' },
  ])('are refused when something is missing: %j', (environment) => {
    expect(() => coldStore(environment)).toThrow(ConfigError)
  })
})
