// node tests/support/upload-process.ts: the upload routes in a process of their own, for tests that kill one.
// Tells its parent where it listens; `fill` leaves so many bytes free on the disk of the uploads, `free` undoes it.
import { rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { config } from '../../server/config.ts'
import { connectDatabase } from '../../server/database.ts'
import { hashFile } from '../../server/uploads/hash-file.ts'
import { uploadPath } from '../../server/uploads/upload-files.ts'
import { serveEndpoints } from './serve-endpoints.ts'

const Order = z.union([
  z.object({ fill: z.number() }),
  z.object({ free: z.literal(true) }),
  z.object({ hash: z.string() }),
])
const filler = join(config().paths.uploads, 'filler')

await connectDatabase()
const { url } = await serveEndpoints(['/api/uploads'])
process.send?.({ url })
process.on('disconnect', () => process.exit(1))
process.on('message', async (message) => {
  const order = Order.parse(message)
  if ('fill' in order) {
    const { bavail, bsize } = await statfs(config().paths.uploads)
    await writeFile(filler, Buffer.alloc(bavail * bsize - order.fill, 1))
  } else if ('free' in order) {
    await rm(filler)
  } else {
    const sha256 = await hashFile(uploadPath(order.hash), new AbortController().signal, async () => {})
    process.send?.({ sha256 })
    return
  }
  process.send?.({ done: true })
})
