/** Every entity: named, not globbed, so that a build cannot miss one. */
export const entities = [];
