import { createServer } from 'node:net'
import { StartProblem } from './say.mjs'

/** Says plainly, before anything else is started, when the address cannot be used. */
export async function checkPort(host, port) {
  const server = createServer()
  try {
    await new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen({ host, port }, resolve)
    })
  } catch (error) {
    throw new StartProblem(reasonOf(error, host, port))
  }
  await new Promise((resolve) => server.close(resolve))
}

function reasonOf(error, host, port) {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is in use by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`
  }
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights than this account has. Choose one above 1023.`
  if (error.code === 'EADDRNOTAVAIL') return `HOST is ${host}, which is no address of this machine.`
  return `Nothing can listen on ${host}:${port} (${error.message}).`
}
