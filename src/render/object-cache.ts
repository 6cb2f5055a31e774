import type { Desired } from "../model/desired.ts";
import type { ObjectCache } from "../model/object-cache.ts";
import { renderMemoryStore } from "./memory-store.ts";

/** A separate server program for objects: it has memory of its own, so no object takes the place of a session. */
export function renderObjectCache(cache: ObjectCache): Desired {
	return renderMemoryStore({ ...cache, type: "redis" }, "objects");
}
