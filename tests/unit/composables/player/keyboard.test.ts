import { describe, expect, it } from 'vitest'
import { commandForKey } from '../../../../composables/player/keyboard.ts'

function press(key: string, modifiers = {}, { code = '', isMac = false } = {}) {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
  return commandForKey({ key, code, ...none, ...modifiers }, isMac)
}
const [SHIFT, CTRL, ALT, META] = [{ shiftKey: true }, { ctrlKey: true }, { altKey: true }, { metaKey: true }]

describe('commandForKey', () => {
  it.each([
    [' ', {}, { kind: 'togglePlay' }],
    ['k', {}, { kind: 'togglePlay' }],
    ['K', {}, { kind: 'togglePlay' }],
    ['j', {}, { kind: 'seekBy', seconds: -10 }],
    ['l', {}, { kind: 'seekBy', seconds: 10 }],
    ['ArrowLeft', {}, { kind: 'seekBy', seconds: -5 }],
    ['ArrowRight', {}, { kind: 'seekBy', seconds: 5 }],
    ['ArrowUp', {}, { kind: 'changeVolume', by: 0.05 }],
    ['ArrowDown', {}, { kind: 'changeVolume', by: -0.05 }],
    ['N', SHIFT, { kind: 'next' }],
    ['P', SHIFT, { kind: 'previous' }],
    ['0', {}, { kind: 'seekToShare', share: 0 }],
    ['7', {}, { kind: 'seekToShare', share: 0.7 }],
    ['Home', {}, { kind: 'seekToShare', share: 0 }],
    ['End', {}, { kind: 'seekToShare', share: 1 }],
    [',', {}, { kind: 'stepFrame', direction: -1 }],
    ['.', {}, { kind: 'stepFrame', direction: 1 }],
    ['<', SHIFT, { kind: 'changeRate', direction: -1 }],
    ['>', SHIFT, { kind: 'changeRate', direction: 1 }],
    ['ArrowLeft', CTRL, { kind: 'stepChapter', direction: -1 }],
    ['ArrowRight', CTRL, { kind: 'stepChapter', direction: 1 }],
    ['c', {}, { kind: 'toggleCaptions' }],
    ['m', {}, { kind: 'toggleMute' }],
    ['f', {}, { kind: 'toggleFullscreen' }],
    ['t', {}, { kind: 'toggleTheatre' }],
    ['i', {}, { kind: 'openMini' }],
    ['b', {}, { kind: 'save' }],
    ['n', {}, { kind: 'note' }],
    ['p', ALT, { kind: 'togglePictureInPicture' }],
    ['?', SHIFT, { kind: 'showHelp' }],
    ['Escape', {}, { kind: 'leave' }],
  ])('takes %s with %o', (key, modifiers, command) => expect(press(key, modifiers)).toEqual(command))

  it.each([
    ['f', CTRL],
    ['l', META],
    ['p', CTRL],
    ['ArrowLeft', ALT],
    ['1', CTRL],
    ['K', SHIFT],
    ['p', {}],
    ['x', {}],
    ['/', {}],
  ])('leaves %s with %o to the browser and the page', (key, modifiers) =>
    expect(press(key, modifiers)).toBeNull(),
  )

  it('goes between chapters by the option key on a Mac, where Ctrl with an arrow changes desktops', () => {
    expect(press('ArrowRight', ALT, { isMac: true })).toEqual({ kind: 'stepChapter', direction: 1 })
    expect(press('ArrowRight', CTRL, { isMac: true })).toBeNull()
    expect(press('π', ALT, { isMac: true, code: 'KeyP' })).toEqual({ kind: 'togglePictureInPicture' })
  })

  it.each([
    ['л', {}, 'KeyK', { kind: 'togglePlay' }],
    ['а', {}, 'KeyF', { kind: 'toggleFullscreen' }],
    ['Т', SHIFT, 'KeyN', { kind: 'next' }],
    ['ю', {}, 'Period', { kind: 'stepFrame', direction: 1 }],
    ['Ю', SHIFT, 'Period', { kind: 'changeRate', direction: 1 }],
  ])(
    'goes by the place of the key where the layout has no Latin letters: %s',
    (key, modifiers, code, command) => {
      expect(press(key, modifiers, { code })).toEqual(command)
    },
  )
})
