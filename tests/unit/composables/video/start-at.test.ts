import { expect, it } from 'vitest'
import { startAtOf } from '../../../../composables/video/start-at.ts'

it.each([
  [{ t: '83' }, 83],
  [{ t: '1.5' }, 1.5],
  [{}, null],
  [{ t: '-3' }, null],
  [{ t: ['1', '2'] }, null],
  [{ t: 'NaN' }, null],
])('%j begins at %s', (query, seconds) => expect(startAtOf(query)).toBe(seconds))
