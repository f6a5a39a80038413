import { OutboxMailer } from '#server/adapters/mailer/outbox'

// A child process that sends until it is killed, and tells of every mail that was taken over.
const [folder, from] = process.argv.slice(2) as [string, string]
const mailer = new OutboxMailer(folder, from)
for (;;) {
  await mailer.send({ to: 'ada@example.com', subject: 'x', text: `${'long line\n'.repeat(2_000)}the end` })
  process.send!('sent')
}
