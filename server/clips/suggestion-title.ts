import type { CaptionCue } from '../videos/caption-cues.ts'

export interface TitleFacts {
  startSeconds: number
  endSeconds: number
  cues: readonly CaptionCue[]
  videoTitle: string
  part: number
}

const LONGEST_SENTENCE = 90
const LONGEST_TITLE = 150

/** The first sentence that is said in it; without captions the video's title and a number. */
export function suggestionTitle({ startSeconds, endSeconds, cues, videoTitle, part }: TitleFacts): string {
  const said = cues
    .filter((cue) => cue.startSeconds >= startSeconds - 0.25 && cue.startSeconds < endSeconds)
    .slice(0, 10)
    .map(({ text }) => text)
    .join(' ')
  const sentence = firstSentence(said)
  if (sentence) return sentence
  const number = `, part ${part}`
  return `${[...videoTitle].slice(0, LONGEST_TITLE - number.length).join('')}${number}`
}

function firstSentence(text: string): string {
  const end = /[.!?…。！？]+(?=\s|$)/.exec(text)
  const sentence = (end ? text.slice(0, end.index + end[0].length) : text).trim().replace(/[.。]$/, '')
  const letters = [...sentence]
  if (letters.length <= LONGEST_SENTENCE) return sentence
  const cut = letters.slice(0, LONGEST_SENTENCE - 1).join('')
  const space = cut.lastIndexOf(' ')
  return `${space > LONGEST_SENTENCE / 2 ? cut.slice(0, space) : cut}…`
}
