import type { CaptionsSource } from '~/composables/player/captions'
import { CAPTION_BACKGROUNDS, CAPTION_SIZES } from '~/composables/player/player-preferences'
import { RATES } from '~/composables/player/rates'
import { nearestHeight } from '~/composables/player/recovery'
import { AUTOPLAY_CHOICES, useAutoplaySetting } from '~/composables/player/useAutoplaySetting'
import { useCaptionStyle } from '~/composables/player/useCaptionStyle'
import { useAttempt } from '~/composables/useAttempt'
import type { Player } from '~/composables/usePlayer'

interface Choice {
  label: string
  isChosen: boolean
  choose(): void
}

/** One entry of the settings, with what can be chosen behind it. */
export interface SettingsPage {
  id: string
  icon: string
  label: string
  choices: Choice[]
}

/** What can be set while something plays; entries without a choice are left out. */
export function useSettingsMenu(player: () => Player, captions: () => readonly CaptionsSource[]) {
  const { t, n } = useI18n()
  const { autoplay, choose: chooseAutoplay } = useAutoplaySetting()
  const { style, change: changeStyle } = useCaptionStyle()
  const { attempt } = useAttempt()

  const rateLabel = (rate: number) => (rate === 1 ? t('player.settings.normalSpeed') : `${n(rate)}×`)

  function heightLabel(height: number | null): string {
    const { playingHeight } = player().state
    if (height !== null) return `${height}p`
    return playingHeight && player().state.chosenHeight === null
      ? t('player.settings.autoPlaying', { height: playingHeight })
      : t('player.settings.auto')
  }

  function choicesOf<Value>(
    values: readonly Value[],
    chosen: Value,
    label: (value: Value) => string,
    choose: (value: Value) => unknown,
  ): Choice[] {
    return values.map((value) => ({
      label: label(value),
      isChosen: value === chosen,
      choose: () => void choose(value),
    }))
  }

  const pages = computed<SettingsPage[]>(() => {
    const { state, chooseHeight, setRate, chooseCaptions } = player()
    const languages = captions()
    // what was chosen for all videos may not be on offer for this one
    const wish = state.chosenHeight === null ? null : nearestHeight(state.heights, state.chosenHeight)
    const all: SettingsPage[] = [
      {
        id: 'quality',
        icon: 'i-lucide-sparkles',
        label: t('player.settings.quality'),
        choices: state.heights.length
          ? choicesOf([null, ...state.heights], wish, heightLabel, chooseHeight)
          : [],
      },
      {
        id: 'speed',
        icon: 'i-lucide-gauge',
        label: t('player.settings.speed'),
        choices: choicesOf(RATES, state.rate, rateLabel, setRate),
      },
      {
        id: 'captions',
        icon: 'i-lucide-captions',
        label: t('player.captions'),
        choices: languages.length
          ? choicesOf(
              [null, ...languages.map(({ language }) => language)],
              state.captions,
              (value) =>
                languages.find(({ language }) => language === value)?.label ?? t('player.settings.off'),
              chooseCaptions,
            )
          : [],
      },
      {
        id: 'captionSize',
        icon: 'i-lucide-a-large-small',
        label: t('player.settings.captionSize'),
        choices: languages.length
          ? choicesOf(
              CAPTION_SIZES,
              style.value.size,
              (size) => t(`player.captionSize.${size}`),
              (size) => changeStyle({ size }),
            )
          : [],
      },
      {
        id: 'captionBackground',
        icon: 'i-lucide-square',
        label: t('player.settings.captionBackground'),
        choices: languages.length
          ? choicesOf(
              CAPTION_BACKGROUNDS,
              style.value.background,
              (background) => t(`player.captionBackground.${background}`),
              (background) => changeStyle({ background }),
            )
          : [],
      },
      {
        id: 'autoplay',
        icon: 'i-lucide-list-video',
        label: t('player.settings.autoplay'),
        choices: choicesOf(
          AUTOPLAY_CHOICES,
          autoplay.value,
          (choice) => t(`player.autoplay.${choice}`),
          (choice) => attempt(t('player.notSaved'), () => chooseAutoplay(choice)),
        ),
      },
    ]
    return all.filter(({ choices }) => choices.length > 0)
  })

  return { pages }
}
