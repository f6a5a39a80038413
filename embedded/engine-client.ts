import { deserialize, serialize, type Document } from 'bson'
import { z } from 'zod'
import { requestMessage } from './wire-message.ts'

/** What the host needs of the engine: one message in, one reply out. */
export interface MessageEngine {
  roundTrip(
    message: Buffer,
  ): Promise<{ requestId: number; moreToCome: boolean; legacy: boolean; response: Buffer }>
}

export type RunCommand = (database: string, command: Document) => Promise<Document>

const Answer = z.looseObject({ ok: z.number(), errmsg: z.string().optional() })

/** Runs the host's own commands without a connection or a driver. The promise rejects when the answer is not ok. */
export function engineClient(engine: MessageEngine): RunCommand {
  let requestId = 0
  return async (database, command) => {
    const document = serialize({ ...command, $db: database }, { ignoreUndefined: true })
    const { response } = await engine.roundTrip(requestMessage(++requestId, document))
    const answer = deserialize(response)
    const { ok, errmsg } = Answer.parse(answer)
    if (ok !== 1) throw new Error(errmsg ?? 'the database engine refused a command')
    return answer
  }
}
