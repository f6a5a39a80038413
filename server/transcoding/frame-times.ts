import { z } from 'zod'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { Unprocessable } from '../errors.ts'

const PacketsAnswer = z.object({ packets: z.array(z.object({ pts_time: z.coerce.number() })) })

interface FramesOf {
  folder: string
  file: string
  signal: AbortSignal
}

/** When each picture of a file is shown, in order, in seconds; read from the container without decoding. */
export async function frameTimes({ folder, file, signal }: FramesOf): Promise<number[]> {
  const answer = await (await getFfmpeg()).probe({
    folder,
    file,
    options: ['-select_streams', 'v:0', '-show_entries', 'packet=pts_time'],
    limits: { wallSeconds: 120 },
    signal,
  })
  const parsed = PacketsAnswer.safeParse(answer)
  if (!parsed.success) throw new Unprocessable('The pictures of this clip could not be counted.')
  return parsed.data.packets.map((packet) => packet.pts_time).sort((a, b) => a - b)
} // prettier-ignore
