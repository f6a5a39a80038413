import { expect, test } from 'vitest'
import { createLogger } from '#server/logger'

function logged(record: object): string {
  const lines: string[] = []
  const logger = createLogger({ write: (line) => lines.push(line) })
  logger.level = 'warn'
  logger.warn(record, 'said')
  expect(lines).toHaveLength(1)
  return lines.join('')
}

test('redacts secrets by key, one and two levels deep', () => {
  const line = logged({
    password: 'hunter2hunter2',
    account: { email: 'ana@example.org', keys: { secretKey: 's3cr3t' } },
    request: { authorization: 'Bearer t0ken', cookie: 'clipway-session=abc' },
  })
  for (const secret of ['hunter2hunter2', 'ana@example.org', 's3cr3t', 't0ken', 'abc'])
    expect(line).not.toContain(secret)
})

test('keeps the name of a system error: ENOSPC is what an operator looks for', () => {
  const error = Object.assign(new Error('no space left on device, write'), { code: 'ENOSPC' })
  expect(logged({ error })).toContain('ENOSPC')
})
