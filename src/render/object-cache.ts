import type { Desired } from "../model/desired.ts";
import type { ObjectCache } from "../model/object-cache.ts";
import { renderMemoryStore } from "./memory-store.ts";

/** A separate server program for objects: with memory of its own, none of them takes the place of a session. */
export function renderObjectCache(cache: ObjectCache): Desired {
	return renderMemoryStore({ ...cache, type: "redis" }, "objects");
}
