/** Addresses of the pages of families and of what families ask, as values: a renamed page is a compile error. */
export const myRecordPath = '/my-record';

/** One child’s record, for the child or a parent. */
export function ownRecordPath(learnerId: number, notice?: 'asked' | 'sent' | 'talk'): string {
  return `${myRecordPath}/${learnerId}${notice === undefined ? '' : `?notice=${notice}`}`;
}

/** Where a copy of it is asked for. */
export function askCopyPath(learnerId: number): string {
  return `${ownRecordPath(learnerId)}/copy`;
}

/** Where the reviewed copy is fetched. */
export function fetchCopyPath(learnerId: number, requestId: number): string {
  return `${askCopyPath(learnerId)}/${requestId}`;
}

/** Where a family says what is wrong. */
export function putRightPath(learnerId: number): string {
  return `${ownRecordPath(learnerId)}/put-right`;
}

/** Where a family asks for somebody to talk to. */
export function talkPath(learnerId: number): string {
  return `${ownRecordPath(learnerId)}/talk`;
}

/** What families ask of a setting. */
export function requestsPath(urn: number): string {
  return `/settings/${urn}/requests`;
}

/** One request for a copy: gathering, review, release. */
export function requestPath(urn: number, requestId: number): string {
  return `${requestsPath(urn)}/${requestId}`;
}

/** The copy, for staff who hand it over. */
export function staffCopyPath(urn: number, requestId: number): string {
  return `${requestPath(urn, requestId)}/copy`;
}

/** Where the setting answers what a family says is wrong. */
export function putRightAnswerPath(urn: number, rectificationId: number): string {
  return `${requestsPath(urn)}/put-right/${rectificationId}`;
}

/** What is due for deletion, held back, and deleted. */
export function retentionPath(urn: number): string {
  return `/settings/${urn}/retention`;
}

/** How the adults of a child on a roll are reached, and what each may not be told. */
export function contactsPath(urn: number, slot: number): string {
  return `/settings/${urn}/roll/${slot}/contacts`;
}
