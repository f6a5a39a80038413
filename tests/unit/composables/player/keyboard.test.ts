import { describe, expect, it } from 'vitest'
import { commandForKey } from '../../../../composables/player/keyboard.ts'

const press = (key: string, code = '', modifiers = {}) =>
  commandForKey({ key, code, ctrlKey: false, metaKey: false, altKey: false, ...modifiers })

describe('commandForKey', () => {
  it.each([
    [' ', { kind: 'togglePlay' }],
    ['k', { kind: 'togglePlay' }],
    ['J', { kind: 'seekBy', seconds: -10 }],
    ['l', { kind: 'seekBy', seconds: 10 }],
    ['ArrowLeft', { kind: 'seekBy', seconds: -5 }],
    ['ArrowRight', { kind: 'seekBy', seconds: 5 }],
    ['7', { kind: 'seekToShare', share: 0.7 }],
    ['End', { kind: 'seekToShare', share: 1 }],
    ['<', { kind: 'changeRate', direction: -1 }],
    ['>', { kind: 'changeRate', direction: 1 }],
    ['.', { kind: 'stepFrame', direction: 1 }],
    ['m', { kind: 'toggleMute' }],
    ['f', { kind: 'toggleFullscreen' }],
    ['c', { kind: 'toggleCaptions' }],
    ['i', { kind: 'togglePictureInPicture' }],
    ['?', { kind: 'showHelp' }],
  ])('takes %s', (key, command) => expect(press(key)).toEqual(command))

  it('leaves the browser its own shortcuts', () => {
    expect(press('f', 'KeyF', { ctrlKey: true })).toBeNull()
    expect(press('l', 'KeyL', { metaKey: true })).toBeNull()
    expect(press('ArrowLeft', 'ArrowLeft', { altKey: true })).toBeNull()
  })

  it('goes by the place of the key where the layout has no Latin letters', () => {
    expect(press('л', 'KeyK')).toEqual({ kind: 'togglePlay' })
    expect(press('а', 'KeyF')).toEqual({ kind: 'toggleFullscreen' })
  })

  it('ignores other keys', () => expect(press('x', 'KeyX')).toBeNull())
})
