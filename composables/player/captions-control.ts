import { turnOnCaptions } from './captions'
import { captionsToShow, likelyCaptions } from './captions-choice'
import type { Engine } from './engine'
import { readPreferences, writePreferences } from './player-preferences'
import type { PlayerState } from './player-state'
import type { PlayerSource, PlayerWishes } from '../usePlayer'

interface Reach {
  state: PlayerState
  engine(): Engine | null
  source(): PlayerSource | null
  rule(): PlayerWishes['captions']
}

/** Which captions show: by what was chosen, by how somebody wants it, and by whether there is sound. */
export function createCaptionsControl({ state, engine, source, rule }: Reach) {
  let chosen: string | null | undefined
  const offered = () => (source()?.captions ?? []).map(({ language }) => language)

  function show(): void {
    const { captions: remembered, captionsLanguage: lastLanguage } = readPreferences()
    const target = engine()
    const isMuted = target ? target.muted() || target.volume() === 0 : state.isMuted
    const facts = { offered: offered(), rule: rule(), chosen, remembered, lastLanguage, isMuted }
    const language = captionsToShow(facts)
    if (language === state.captions) return
    state.captions = language
    state.captionLines = []
    if (target) turnOnCaptions(target, language)
  }

  function choose(language: string | null): void {
    chosen = language
    writePreferences({ captions: language, ...(language !== null && { captionsLanguage: language }) })
    show()
  }

  function toggle(): void {
    const { captionsLanguage: lastLanguage } = readPreferences()
    choose(state.captions === null ? likelyCaptions({ offered: offered(), lastLanguage }) : null)
  }

  return { show, choose, toggle }
}
