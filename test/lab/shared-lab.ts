import assert from "node:assert/strict";
import { after, before } from "node:test";
import { type TestLab, withLab } from "./harness.ts";

/** Like withLab, for a lab that the tests of a suite use one after the other. */
export function sharedLab(
	source: Parameters<typeof withLab>[0],
): () => TestLab {
	let lab: TestLab | undefined;
	let end = () => {};
	let ended: Promise<void>;
	before(async () => {
		await new Promise<void>((started, failed) => {
			ended = withLab(source, (running) => {
				lab = running;
				started();
				return new Promise<void>((resolve) => {
					end = resolve;
				});
			});
			ended.catch(failed);
		});
	});
	after(async () => {
		end();
		await ended;
	});
	return () => {
		assert.ok(lab !== undefined, "the lab was started");
		return lab;
	};
}
