import { VideoTitle } from '#shared/videos'

/** What a video is called until somebody types a title: its file's name without folder, ending and underscores. */
export function titleFromFilename(filename: string): string {
  const name = filename
    .replace(/^.*[\\/]/, '')
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/_+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const title = VideoTitle.safeParse([...name].slice(0, 150).join(''))
  return title.success ? title.data : 'Untitled video'
}
