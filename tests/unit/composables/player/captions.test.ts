import { expect, it } from 'vitest'
import { plainCueText } from '../../../../composables/player/captions.ts'

it.each([
  ['<v Ann>Hello <i>there</i>', 'Hello there'],
  ['a &lt;b&gt; &amp; c', 'a <b> & c'],
  ['<00:01.000>karaoke', 'karaoke'],
  ['two\nlines', 'two\nlines'],
  ['&unknown;', '&unknown;'],
])('reads %j as %j', (cue, text) => expect(plainCueText(cue)).toBe(text))
