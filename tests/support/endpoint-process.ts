// node tests/support/endpoint-process.ts <prefix>...: serves these endpoints as a process whose output can be read.
import { connectDatabase } from '../../server/database.ts'
import { serveEndpoints } from './serve-endpoints.ts'

await connectDatabase()
const { url } = await serveEndpoints(process.argv.slice(2))
process.stdout.write(`SERVING ${url}\n`)
