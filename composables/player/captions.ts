import type { Engine } from './engine'

export interface CaptionsSource {
  language: string
  label: string
  url: string
}

/** Hands the engine these captions in place of those it had. They are read by us, so none is shown by the engine. */
export function loadCaptions(
  engine: Engine,
  captions: readonly CaptionsSource[],
  onCue: (lines: string[]) => void,
): void {
  for (const track of Array.from(engine.remoteTextTracks())) engine.removeRemoteTextTrack(track)
  for (const { language, label, url } of captions) {
    const { track } = engine.addRemoteTextTrack(
      { kind: 'captions', src: url, srclang: language, label },
      true,
    )
    track.mode = 'disabled'
    track.addEventListener('cuechange', () => {
      if (track.mode === 'hidden') onCue(linesOf(track.activeCues))
    })
  }
}

/** `hidden` is the mode in which cues are loaded and timed but not drawn. */
export function turnOnCaptions(engine: Engine, language: string | null): void {
  for (const track of Array.from(engine.remoteTextTracks())) {
    track.mode = track.language === language ? 'hidden' : 'disabled'
  }
}

/** WebVTT's own markup (voices, italics, time stamps) is dropped; lines stay lines. */
function linesOf(cues: TextTrackCueList | null): string[] {
  return Array.from(cues ?? []).flatMap((cue) => plainCueText((cue as VTTCue).text).split('\n'))
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&', '&lt;': '<', '&gt;': '>', '&nbsp;': ' ', '&lrm;': '\u200e', '&rlm;': '\u200f',
} // prettier-ignore

export function plainCueText(text: string): string {
  return text.replace(/<[^>]*>/g, '').replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity)
}
