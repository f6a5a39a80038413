import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { TooLarge, Unavailable, Unprocessable } from '../../errors.ts'
import { logger } from '../../logger.ts'
import { isPicture } from './picture-type.ts'

/** Sensors of today give at most about 50 million; what claims more is a bomb. */
const MAX_PIXELS = 60_000_000
const WALL_MS = 20_000
const STDERR_KEPT = 4000

/**
 * Runs in a process of its own, which ends with the picture: what a decoder takes at its peak (some 200 MB) never counts
 * for the server, and a picture made to crash one crashes nothing else. It has none of our environment. Of libvips'
 * loaders only those of the five kinds are let in.
 */
const PROGRAM = `
const sharp = require(process.argv[1])
const [maxPixels, side] = process.argv.slice(2, 4).map(Number)
const isSquare = process.argv[4] === 'square'
sharp.cache(false)
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((kind) => 'VipsForeignLoad' + kind) })
const chunks = []
process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
  const picture = sharp(Buffer.concat(chunks), { limitInputPixels: maxPixels, failOn: 'error', pages: 1 }).rotate()
  const made = isSquare
    ? picture.resize(side, side, { fit: 'cover' }).webp({ quality: 84, effort: 4 })
    : picture.resize(side, side, { fit: 'inside', withoutEnlargement: true }).flatten({ background: '#000' }).jpeg({ quality: 86 })
  made
    .toBuffer()
    .then((bytes) => process.stdout.write(bytes), (error) => {
      console.error(error.message)
      process.exitCode = /pixel limit/.test(error.message) ? 3 : 2
    })
})
`

/**
 * The middle square of a picture as WebP, turned the right way up, without any metadata. Of an animation the first frame.
 * @throws Unprocessable for what is no JPEG, PNG, WebP, GIF or AVIF, or is broken; TooLarge for too many pixels
 */
export function makeSquarePicture(bytes: Buffer, sidePixels: number): Promise<Buffer> {
  return makePicture(bytes, sidePixels, 'square')
}

/**
 * The whole picture as JPEG, neither side longer than this, turned the right way up, without any metadata.
 * @throws as `makeSquarePicture`
 */
export function makeWidePicture(bytes: Buffer, sidePixels: number): Promise<Buffer> {
  return makePicture(bytes, sidePixels, 'whole')
}

type Shape = 'square' | 'whole'

async function makePicture(bytes: Buffer, sidePixels: number, shape: Shape): Promise<Buffer> {
  if (!isPicture(bytes)) throw unreadable()
  const { exitCode, output, stderr } = await run(bytes, sidePixels, shape)
  if (exitCode === 0 && output.length > 0) return output
  logger.info({ exitCode, stderr }, 'a picture was refused')
  if (exitCode === 3)
    throw new TooLarge('This picture has too many pixels. Choose one of at most 60 megapixels.')
  throw unreadable()
}

function run(bytes: Buffer, sidePixels: number, shape: Shape) {
  return new Promise<{ exitCode: number | null; output: Buffer; stderr: string }>((resolve, reject) => {
    const sharp = createRequire(import.meta.url).resolve('sharp')
    const args = ['--eval', PROGRAM, sharp, String(MAX_PIXELS), String(sidePixels), shape]
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env.PATH },
      timeout: WALL_MS,
      killSignal: 'SIGKILL',
    })
    const chunks: Buffer[] = []
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on(
      'data',
      (chunk: Buffer) => (stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_KEPT)),
    )
    // a decoder that ended early reads no further: its exit code says why
    child.stdin.on('error', () => undefined)
    child.once('error', (cause) =>
      reject(new Unavailable('The picture could not be prepared. Try again.', { cause })),
    )
    child.once('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(chunks), stderr }))
    child.stdin.end(bytes)
  })
}

function unreadable(): Unprocessable {
  return new Unprocessable(
    'This is not a picture that can be read. Choose a JPEG, PNG, WebP, GIF or AVIF file.',
  )
}
