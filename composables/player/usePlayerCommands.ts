import { chapterStep } from './chapter-step'
import type { PlayerCommand } from './keyboard'
import { useNowPlaying, type Playing, type Step } from './now-playing'
import { runCommand, type Feedback } from './run-command'
import { runningTotal } from './running-total'

export type PageAction = 'like' | 'save' | 'note'

/** What only the component around the picture can do. `leave` says whether there was anything to leave. */
interface Surroundings {
  showHelp(): void
  toggleFullscreen(): void
  toggleTheatre(): void
  /** What the page below the picture does: like, save, write at this second. False for who may not. */
  ask(what: PageAction): boolean
  leave(): boolean
}

/** Every command of keys, gestures and buttons in one place, and what is shown for it. */
export function usePlayerCommands(playing: Playing, around: Surroundings) {
  const router = useRouter()
  const { isFocusWanted } = useNowPlaying()
  const { player, next, previous, subject } = playing
  const feedback = ref<(Feedback & { id: number }) | null>(null)
  const addUp = runningTotal()

  function show(shown: Feedback | null): void {
    if (shown) feedback.value = { ...shown, id: (feedback.value?.id ?? 0) + 1 }
  }

  /** False where there was nothing to do. */
  function run(command: PlayerCommand): boolean {
    switch (command.kind) {
      case 'showHelp':
        around.showHelp()
        return true
      case 'toggleFullscreen':
        around.toggleFullscreen()
        return true
      case 'toggleTheatre':
        around.toggleTheatre()
        return true
      case 'like':
      case 'save':
      case 'note':
        return ask(command.kind)
      case 'leave':
        return around.leave()
      case 'openMini':
        openMini()
        return true
      case 'next':
        return go(next.value)
      case 'previous':
        return go(previous.value)
      case 'stepChapter':
        return goToChapter(command.direction)
      default:
        show(runCommand(player, command, (seconds) => addUp(seconds, performance.now())))
        return true
    }
  }

  function ask(what: PageAction): boolean {
    const isAllowed = around.ask(what)
    if (!isAllowed) show({ icon: 'i-lucide-log-in', message: 'player.logInFirst', side: 'centre' })
    else if (what === 'like') show({ icon: 'i-lucide-thumbs-up', message: 'player.liked', side: 'centre' })
    return true
  }

  function go(step: Step | null): boolean {
    if (step) void router.push(step.to)
    return step !== null
  }

  function goToChapter(direction: 1 | -1): boolean {
    const chapters = subject.value?.chapters ?? []
    const at = chapterStep(chapters, player.state.currentTime, direction)
    if (at === null) return false
    player.seek(at)
    const title = chapters.findLast(({ startSeconds }) => startSeconds <= at)?.title
    if (title)
      show({ icon: 'i-lucide-bookmark', message: 'player.chapter', values: { title }, side: 'centre' })
    return true
  }

  /** Goes to where people came from, and plays on in the corner there. */
  function openMini(): void {
    isFocusWanted.value = true
    const { back } = (history.state ?? {}) as { back?: unknown }
    const isFit = typeof back === 'string' && !/^\/(?:$|\?|watch\/|clips\/|login|signup)/.test(back)
    if (isFit) router.back()
    else void router.push({ name: 'videos' })
    if (!player.state.isPlaying) void player.play()
  }

  return { run, feedback, openMini }
}
