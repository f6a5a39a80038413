import { describe, expect, it } from 'vitest'
import { InvalidInput } from '#server/errors'
import { parseManifest } from '#server/library/library-manifest'

function problemsOf(source: string): string[] {
  try {
    parseManifest(source)
    return []
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput)
    return (error as InvalidInput).details?.map((detail) => detail.path) ?? ['']
  }
}

describe('a library file', () => {
  it('is read with its topics, videos and clips', () => {
    const manifest = parseManifest(`
attribution: Somebody, CC BY 4.0
topics:
  - combinedTopicName: signs/courtesy
    topicName: Signs
    subTopicName: Courtesy
videos:
  - file: signs/no.mkv
    title: "The sign for 'no'"
    topic: signs/courtesy
    clips:
      - { title: First half, start: 0, end: 1.5 }
`)
    expect(manifest.attribution).toBe('Somebody, CC BY 4.0')
    expect(manifest.topics[0]).toMatchObject({ description: '', prerequisites: [] })
    expect(manifest.videos[0]).toMatchObject({
      visibility: 'public',
      description: '',
      topic: 'signs/courtesy',
    })
    expect(manifest.videos[0]!.clips).toEqual([{ title: 'First half', description: '', start: 0, end: 1.5 }])
  })

  it('may be empty', () => {
    expect(parseManifest('')).toEqual({ topics: [], videos: [] })
  })

  it('is refused with every place that is wrong', () => {
    expect(
      problemsOf(`
videos:
  - title: No file
  - file: a.mp4
    title: ''
    clips: [{ title: Backwards, start: 5, end: 1 }]
    surprise: 1
`),
    ).toEqual(['videos.0.file', 'videos.1.title', 'videos.1.clips.0.end', 'videos.1'])
  })

  it('is refused when it is not YAML, or grows by aliases', () => {
    expect(problemsOf('{')).toEqual([''])
    expect(problemsOf('a: &a [1]\nvideos: [*a]')).toEqual([''])
  })
})
