import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import { noWrongImport } from '../../../eslint/no-wrong-import.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const plugins = { clipway: { rules: { 'no-wrong-import': noWrongImport } } }

/** What the rule says of a file with that one line. */
function problemsOf(file: string, line: string): string[] {
  const config = { files: ['**/*.ts'], plugins, rules: { 'clipway/no-wrong-import': 'error' as const } }
  const linter = new Linter({ cwd: root })
  return linter.verify(line, [config], { filename: join(root, file) }).map(({ message }) => message)
}

describe('the dependency rule refuses', () => {
  it.each([
    ['a page that reaches into the server', 'pages/index.ts', "import '../server/videos/find-videos.ts'"],
    ['a component that does so by the root alias', 'components/feed/Card.ts', "import '~~/server/config.ts'"],
    ['a composable that does so by the server alias', 'composables/useFeed.ts', "import '#server/config'"],
    ['a composable that does so late', 'composables/useFeed.ts', "await import('~~/server/config.ts')"],
    ['a page that passes it on', 'pages/index.ts', "export { config } from '@@/server/config.ts'"],
    ['a component that imports a page', 'components/feed/Card.ts', "import '~/pages/index.vue'"],
    [
      'a composable that imports a component',
      'composables/useFeed.ts',
      "import '../components/feed/Card.vue'",
    ],
    ['a driver in the browser', 'composables/useFeed.ts', "import 'mongoose'"],
    ['Vue in the contract', 'shared/videos.ts', "import { ref } from 'vue'"],
    ['Nitro in the contract', 'shared/videos.ts', "import 'h3'"],
    ['the server in the contract', 'shared/videos.ts', "import '../server/config.ts'"],
    ['an SDK in a domain', 'server/videos/a.ts', "import { Client } from 'minio'"],
    ['a deep import of an SDK in a domain', 'server/audit/a.ts', "import '@agendajs/mongo-backend'"],
    ['an SDK in an endpoint', 'server/api/videos/index.get.ts', "import 'ioredis'"],
    ['the HTTP event in a domain', 'server/videos/a.ts', "import { getHeader } from 'h3'"],
    ['http/ in a domain', 'server/videos/a.ts', "import '../http/reply.ts'"],
    ['a domain of the same floor', 'server/videos/a.ts', "import '../topics/find-topics.ts'"],
    ['a domain of a higher floor', 'server/accounts/a.ts', "import '../videos/video.model.ts'"],
    ['a job in who asks for work', 'server/jobs/enqueue.ts', "import '../videos/remove-video.ts'"],
    [
      'the doer of a job outside the worker',
      'server/uploads/a.ts',
      "import '../transcoding/publish-first.ts'",
    ],
    ['the doer of a job in an endpoint', 'server/api/a.get.ts', "import '../transcoding/publish-first.ts'"],
    ['the worker in a domain', 'server/uploads/a.ts', "import '../worker/handlers.ts'"],
    ['an endpoint in a domain', 'server/uploads/a.ts', "import '../api/videos/index.get.ts'"],
    ['a domain in an adapter', 'server/adapters/queue/a.ts', "import '../../videos/video.model.ts'"],
    ['a domain in the base', 'server/config.ts', "import './videos/video.model.ts'"],
    ['a page in the server', 'server/videos/a.ts', "import '~/composables/useFeed'"],
    ['a domain that nobody placed', 'server/newdomain/a.ts', "import '../videos/video.model.ts'"],
    ['the server in the database host', 'embedded/host.ts', "import '../server/config.ts'"],
    ['the database host in the server', 'server/database.ts', "import '../embedded/socket-path.ts'"],
  ])('%s', (_, file, line) => {
    expect(problemsOf(file, line)).toEqual([expect.stringContaining('may not be imported here')])
  })
})

describe('the dependency rule allows', () => {
  it.each([
    [
      'pages/index.vue.ts',
      "import '~/components/feed/Card.vue'; import '~/composables/useFeed'; import '#shared/videos'",
    ],
    ['components/feed/Card.ts', "import './Title.vue'; import '~/composables/useFeed'; import 'vue'"],
    ['composables/useFeed.ts', "import './useApi'; import '#shared/videos'; import 'zod'"],
    ['shared/videos.ts', "import './common.ts'; import 'zod'"],
    ['server/api/a.get.ts', "import '../http/define-endpoint.ts'; import '../videos/a.ts'; import 'h3'"],
    ['server/http/reply.ts', "import '../accounts/find-session.ts'; import 'h3'"],
    [
      'server/uploads/a.ts',
      "import '../videos/a.ts'; import '../jobs/enqueue.ts'; import '../adapters/queue/index.ts'",
    ],
    [
      'server/videos/a.ts',
      "import '../topics/topic.model.ts'; import '../audit/record.ts'; import 'mongoose'",
    ],
    ['server/accounts/a.ts', "import { sql } from 'kysely'; import '../config.ts'; import '../errors.ts'"],
    ['server/adapters/object-store/s3.ts', "import 'minio'; import '../../errors.ts'"],
    [
      'server/worker/handlers.ts',
      "import '../transcoding/publish-first.ts'; import '../uploads/finish-upload.ts'",
    ],
    ['scripts/import-library.ts', "import '../server/videos/create-video.ts'"],
    ['tests/unit/a.test.ts', "import '../../server/videos/a.ts'; import 'minio'"],
  ])('%s', (file, line) => {
    expect(problemsOf(file, line)).toEqual([])
  })
})
