// Models register themselves with mongoose when they are loaded; the bundle loads a route's only when it is asked for.
import './accounts/user.model.ts'
import './audit/action-log.model.ts'
import './topics/topic.model.ts'
import './uploads/upload-lock.model.ts'
import './uploads/upload.model.ts'
import './videos/pack.model.ts'
import './videos/video.model.ts'
