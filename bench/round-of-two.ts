import assert from "node:assert/strict";
import { withFolder } from "../test/lab/harness.ts";
import type { Measured } from "./measure.ts";
import { rows } from "./rows.ts";
import { stageOf } from "./stage.ts";

/** A lab of its own with two directors: the verbs that mean the same beside one director. */
export function roundOfTwo(take: (measured: Measured) => void): Promise<void> {
	return withFolder("labs/13-failover", async (lab) => {
		const { edit, withoutProof, lvsctl } = stageOf(lab, "two directors", take);
		withoutProof();
		edit('scheduler: "rr"', 'scheduler: "wrr"');
		edit('address: "172.18.0.68"', 'address: "172.18.0.68", weight: 3');
		const assertWeight = async (weight: number) => {
			for (const director of ["lb1", "lb2"])
				assert.match(
					await lab.run(director, "ipvsadm", "-Sn"),
					new RegExp(`-r 172\\.18\\.0\\.68:80 -g -w ${weight}\\b`),
				);
		};

		await lvsctl(rows.labUp, "lab", "up");
		await lvsctl(rows.first, "up");
		await assertWeight(3);
		await lvsctl(rows.again, "up");
		await lvsctl(rows.refreshed, "up", ".", "--", "--refresh");
		edit("weight: 3", "weight: 4");
		await lvsctl(rows.weight, "up");
		await assertWeight(4);
		edit("weight: 4", "weight: 3");
		await lvsctl(rows.weight, "up");
		await lvsctl(rows.destroy, "destroy");
	});
}
