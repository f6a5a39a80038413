import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InvalidInput } from '#server/errors'
import { readLibrary } from '#server/library/read-library'
import { makeTempDir } from '../../support/temp-dir.ts'

let temp: Awaited<ReturnType<typeof makeTempDir>>
let folder: string

beforeEach(async () => {
  temp = await makeTempDir('library')
  folder = join(temp.path, 'library')
  await mkdir(join(folder, 'inside'), { recursive: true })
  await writeFile(join(temp.path, 'secret.mp4'), 'secret')
  await writeFile(join(folder, 'inside', 'a.mp4'), 'video')
})
afterEach(() => temp.remove())

async function library(...files: string[]): Promise<string> {
  const lines = files.map((file) => `  - { file: ${JSON.stringify(file)}, title: T }\n`)
  await writeFile(join(folder, 'library.yml'), `videos:\n${lines.join('')}`)
  return folder
}

describe('reading a library', () => {
  it('takes the folder or the file in it', async () => {
    await library('inside/a.mp4')
    const byFolder = await readLibrary(folder)
    expect(byFolder.videos[0]).toMatchObject({ file: 'inside/a.mp4', sizeBytes: 5 })
    expect(await readLibrary(join(folder, 'library.yml'))).toEqual(byFolder)
  })

  it('lets links inside the folder through', async () => {
    await symlink(join(folder, 'inside', 'a.mp4'), join(folder, 'link.mp4'))
    expect((await readLibrary(await library('link.mp4'))).videos).toHaveLength(1)
  })

  const outside = ['../secret.mp4', 'inside/../../secret.mp4', '/etc/passwd', 'link-out.mp4', 'door/secret.mp4', '.', 'inside', 'none.mp4', 'nul\0l'] // prettier-ignore
  for (const file of outside) {
    it(`refuses ${JSON.stringify(file)}`, async () => {
      await symlink(join(temp.path, 'secret.mp4'), join(folder, 'link-out.mp4'))
      await symlink(temp.path, join(folder, 'door'))
      await expect(readLibrary(await library(file))).rejects.toThrow(InvalidInput)
    })
  }

  it('names every file that cannot be used', async () => {
    const refusal = readLibrary(await library('inside/a.mp4', '../secret.mp4', 'none.mp4'))
    await expect(refusal).rejects.toMatchObject({
      details: [{ path: 'videos.1.file' }, { path: 'videos.2.file' }],
    })
  })

  it('says where it looked when there is no library file', async () => {
    await expect(readLibrary(join(temp.path, 'nowhere'))).rejects.toThrow(/nowhere/)
  })
})
