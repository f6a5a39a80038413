import { nodeEnv } from '../with-node.mjs'
import { ensureSecrets } from './secrets.mjs'

/** Environment of the server's processes. What was set by hand wins over what is made here. */
export function serverEnv({ env, host, port, dataDir, url }, mongodbUri) {
  return {
    ...nodeEnv(),
    ...ensureSecrets(dataDir),
    ...env,
    PATH: nodeEnv().PATH,
    NODE_ENV: 'production',
    HOST: host,
    PORT: String(port),
    CLIPWAY_DATA: dataDir,
    CLIPWAY_URL: url,
    MONGODB_URI: mongodbUri,
  }
}
