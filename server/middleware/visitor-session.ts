import { defineEventHandler } from 'h3'
import { ensureVisitorSession } from '../http/visitor-session.ts'

export default defineEventHandler((event) => ensureVisitorSession(event))
