import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '../../support/free-port.ts'
import { needProgram, startServer, type ServerProcess } from '../../support/server-process.ts'

export interface Nginx {
  url: string
  pid: number
  stop(): Promise<void>
}

/**
 * nginx with one worker, set up for large files: sendfile, cached descriptors, no access log. `tcp_nopush` stays off:
 * with it, answers that end in a short packet waited 40 ms here for a delayed acknowledgement (450 instead of 37,000
 * requests/s of 100 kB).
 */
export async function startNginx(folder: string, core: number): Promise<Nginx> {
  const nginx = needProgram('nginx', 'apt-get install nginx', ['/usr/sbin'])
  const [port] = await freePorts(1)
  const work = await mkdtemp(join(tmpdir(), 'cw-nginx-'))
  await writeFile(join(work, 'nginx.conf'), configuration(work, folder, port))
  const server: ServerProcess = await startServer({
    name: 'nginx',
    command: 'taskset',
    args: ['-c', String(core), nginx, '-p', work, '-c', join(work, 'nginx.conf')],
    isReady: () => answers(port),
  })
  return {
    url: `http://127.0.0.1:${port}`,
    pid: server.pid,
    async stop() {
      await server.stop()
      await rm(work, { recursive: true, force: true })
    },
  }
}

function configuration(work: string, folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${work}/${name};`,
  )
  return `
daemon off;
user root;
worker_processes 1;
pid ${work}/nginx.pid;
error_log ${work}/error.log;
events { worker_connections 1024; }
http {
  ${temporary.join('\n  ')}
  access_log off;
  sendfile on;
  tcp_nopush off;
  tcp_nodelay on;
  keepalive_requests 10000000;
  open_file_cache max=100;
  default_type video/mp4;
  server {
    listen 127.0.0.1:${port};
    root ${folder};
  }
}
`
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    }).on('error', () => resolve(false))
  })
}
