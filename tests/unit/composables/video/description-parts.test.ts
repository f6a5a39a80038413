import { describe, expect, it } from 'vitest'
import { descriptionParts } from '../../../../composables/video/description-parts.ts'

const kinds = (text: string, duration = 600) =>
  descriptionParts(text, duration).filter((part) => part.kind !== 'text')

describe('descriptionParts', () => {
  it('links web addresses and leaves the full stop outside', () => {
    expect(kinds('See https://example.org/a?b=1.')).toEqual([
      { kind: 'link', text: 'https://example.org/a?b=1', href: 'https://example.org/a?b=1' },
    ])
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//example.org', 'https://'])(
    'makes no link of %s',
    (text) => expect(kinds(text)).toEqual([]),
  )

  it.each([
    ['0:20', 20],
    ['9:05', 545],
    ['00:01', 1],
  ])('makes %s a time', (text, seconds) => {
    expect(kinds(`at ${text}, look`)).toEqual([{ kind: 'time', text, seconds }])
  })

  it('reads hours', () => {
    expect(kinds('1:02:03', 7200)).toEqual([{ kind: 'time', text: '1:02:03', seconds: 3723 }])
  })

  it.each(['99:59', '1:75', '12:34:56:78', '3:1', '1.2:30'])('leaves %s as text', (text) => {
    expect(kinds(text)).toEqual([])
  })

  it('keeps every character in order', () => {
    const text = 'a https://x.org) 0:01 b 1:99\nc <b>https://y.org</b>'
    expect(
      descriptionParts(text, 600)
        .map((part) => part.text)
        .join(''),
    ).toBe(text)
  })
})
