import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { once } from 'node:events'
import { userInfo } from 'node:os'
import { freePorts } from './free-port.ts'
import { needProgram, startServer, type ServerProcess } from './server-process.ts'
import {
  nodeConfig,
  proxyConfig,
  RING_SCRIPT,
  SERVER_SCRIPT,
  SWIFT_CONF,
  SWIFT_NODES,
  type SwiftNode,
} from './swift-config.ts'
import { makeTempDir } from './temp-dir.ts'

/** The system's own: swift is a Debian package for it. */
const PYTHON = '/usr/bin/python3'
const INSTALL = 'apt-get install -y swift-proxy swift-account swift-container swift-object memcached'

export interface TestS3 {
  /** For S3_ENDPOINT, S3_ACCESS_KEY and S3_SECRET_KEY. */
  endpoint: string
  accessKey: string
  secretKey: string
  region: string
  stop(): Promise<void>
  /** kill -9 of what answers requests; the data stays, `start` brings it back. */
  kill(): Promise<void>
  start(): Promise<void>
}

/**
 * A real S3 server of the test's own: OpenStack Swift with its S3 API, one node of each kind, with its own rings and
 * configuration in a temporary folder. Nothing below /etc is read or changed, and no rights are needed.
 */
export async function startS3(): Promise<TestS3> {
  const hasSwift = existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import swift.obj.server']).status === 0
  if (!hasSwift) throw new Error(`An S3 server is needed for this suite: Debian's swift. Run: ${INSTALL}`)
  const memcached = needProgram('memcached', INSTALL)
  const folder = await makeTempDir('s3')
  const [proxyPort, cachePort, object, account, container] = await freePorts(5)
  const ports = { object, account, container }
  await writeConfig(folder.path, ports, { proxyPort, cachePort })

  const launch = (name: string, port: number) => startSwift(folder.path, name, port)
  // Nodes first: the proxy leaves a node that does not answer alone for a minute.
  const nodes = await Promise.all([
    startMemcached(memcached, cachePort),
    ...SWIFT_NODES.map((node) => launch(`${node}-server`, ports[node])),
  ])
  let proxy = await launch('proxy-server', proxyPort)
  return {
    endpoint: `http://127.0.0.1:${proxyPort}`,
    accessKey: 'test:tester',
    secretKey: 'testing',
    region: 'us-east-1',
    stop: async () => {
      await Promise.all([proxy, ...nodes].map((server) => server.kill()))
      await folder.remove()
    },
    kill: () => proxy.kill(),
    start: async () => {
      proxy = await launch('proxy-server', proxyPort)
    },
  }
}

async function writeConfig(
  folder: string,
  ports: Record<SwiftNode, number>,
  front: { proxyPort: number; cachePort: number },
): Promise<void> {
  const user = userInfo().username
  await writeFile(`${folder}/swift.conf`, SWIFT_CONF)
  await writeFile(`${folder}/proxy-server.conf`, proxyConfig(folder, front, user))
  for (const node of SWIFT_NODES) {
    await writeFile(`${folder}/${node}-server.conf`, nodeConfig(folder, node, ports[node], user))
  }
  const rings = spawnSync(PYTHON, ['-c', RING_SCRIPT, folder, JSON.stringify(ports)], { encoding: 'utf8' })
  if (rings.status !== 0) {
    throw new Error(
      `Swift's rings could not be made in ${folder} (it needs extended attributes):\n${rings.stderr}`,
    )
  }
}

function startSwift(folder: string, name: string, port: number): Promise<ServerProcess> {
  return startServer({
    name: `Swift's ${name}`,
    command: PYTHON,
    args: ['-c', SERVER_SCRIPT, folder, name],
    stopSignal: 'SIGKILL',
    readyTimeoutMs: 60_000,
    isReady: () => isListening(port),
  })
}

/** Swift's sign-in keeps its tokens there. */
function startMemcached(program: string, port: number): Promise<ServerProcess> {
  return startServer({
    name: 'memcached',
    command: program,
    args: ['-l', '127.0.0.1', '-p', String(port), '-m', '16', '-u', userInfo().username],
    isReady: () => isListening(port),
  })
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
