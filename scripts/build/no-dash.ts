/**
 * In place of video.js's reader of MPEG-DASH (mpd-parser), which brings an XML parser with every name that HTML knows: the
 * streams of this house are HLS alone, and never ask for one of these.
 */
function refuse(): never {
  throw new Error('MPEG-DASH is not played here')
}

export const parse = refuse
export const parseUTCTiming = refuse
export const addSidxSegmentsToPlaylist = refuse
export const generateSidxKey = refuse
