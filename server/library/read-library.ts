import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { InvalidInput, type ErrorDetail } from '../errors.ts'
import { parseManifest, type LibraryManifest, type LibraryVideo } from './library-manifest.ts'

const MANIFEST_NAME = 'library.yml'
const MAX_MANIFEST_BYTES = 10 * 1024 * 1024

export interface LibraryFile extends LibraryVideo {
  /** Absolute, links followed, inside the library's folder. */
  path: string
  sizeBytes: number
}

export interface Library {
  topics: LibraryManifest['topics']
  videos: LibraryFile[]
}

/**
 * Reads a manifest (or the `library.yml` of a folder) and finds its files.
 * @throws InvalidInput that names everything that is wrong, before anything is brought in
 */
export async function readLibrary(given: string): Promise<Library> {
  const manifestPath = await findManifest(resolve(given))
  const manifest = parseManifest(await readFile(manifestPath, 'utf8'))
  const folder = await realpath(dirname(manifestPath))
  const problems: ErrorDetail[] = []
  const videos: LibraryFile[] = []
  for (const [index, video] of manifest.videos.entries()) {
    const found = await findFile(folder, video.file)
    if ('problem' in found) problems.push({ path: `videos.${index}.file`, message: found.problem })
    else videos.push({ ...video, attribution: video.attribution ?? manifest.attribution, ...found })
  }
  if (problems.length > 0) {
    throw new InvalidInput('Some files of the library cannot be used.', { details: problems })
  }
  return { topics: manifest.topics, videos }
}

async function findManifest(path: string): Promise<string> {
  const info = await stat(path).catch(() => null)
  const manifest = info?.isDirectory() ? join(path, MANIFEST_NAME) : path
  const found = await stat(manifest).catch(() => null)
  if (!found?.isFile()) throw new InvalidInput(`There is no library file at ${manifest}.`)
  if (found.size > MAX_MANIFEST_BYTES)
    throw new InvalidInput(`${basename(manifest)} is too large for a library file.`)
  return manifest
}

/** A manifest from somebody else must not be able to publish other files of this machine. */
async function findFile(
  folder: string,
  file: string,
): Promise<{ path: string; sizeBytes: number } | { problem: string }> {
  if (isAbsolute(file) || leaves(folder, resolve(folder, file))) {
    return { problem: `${file} lies outside the library's folder` }
  }
  const path = await realpath(resolve(folder, file)).catch(() => null)
  if (path === null) return { problem: `${file} is not there` }
  if (leaves(folder, path)) return { problem: `${file} links to a place outside the library's folder` }
  const info = await stat(path)
  if (!info.isFile()) return { problem: `${file} is not a file` }
  return { path, sizeBytes: info.size }
}

function leaves(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
}
