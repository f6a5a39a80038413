declare module '#clipway/endpoints' {
  import type { Endpoint } from './define-endpoint.ts'

  /** Every route file of ours; see endpoints-module.ts. */
  export const endpoints: readonly {
    method: string
    path: string
    load(): Promise<{ default: Endpoint }>
  }[]
}
