import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { render } from "../../../../src/host/kinds/actions.ts";
import { timeouts } from "../../../../src/host/kinds/timeouts.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { Step } from "../../../../src/host/step.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";
import { lookOn, runOn } from "./play-host.ts";

const desired: Desired = { ...nothing, timeouts: { tcp: "600", udp: "60" } };
const owner = "web-director";
const situation = (found: Observed["timeouts"], wanted = desired) => ({
	owner,
	desired: wanted,
	observed: { ...clean(wanted), timeouts: found },
});
const loaded = { "/proc/net/ip_vs": "" };

suite("the timeouts of IPVS", () => {
	const look = (
		wanted: Desired,
		files: Readonly<Record<string, string>>,
		printed = "Timeout (tcp tcpfin udp): 900 120 300",
	) => {
		const played = { files, commands: { ipvsadm: `echo '${printed}'` } };
		return lookOn(played, timeouts, wanted);
	};

	test("are read all three", () => {
		assert.deepEqual(look(desired, loaded), {
			called: ["ipvsadm -Ln --timeout"],
			found: { tcp: "900", tcpFin: "120", udp: "300" },
		});
		assert.deepEqual(look(desired, loaded, "Timeout: unknown").found, {});
	});

	test("are not asked for where ipvsadm would load IPVS, or nobody sets them", () => {
		assert.deepEqual(look(desired, {}), { called: [], found: {} });
		assert.deepEqual(look(nothing, loaded), { called: [], found: {} });
	});

	test("that differ are set by our unit, and others are left", () => {
		const reasons = (found: Observed["timeouts"]) =>
			timeouts.plan(situation(found)).unit;
		assert.deepEqual(reasons({ tcp: "600", tcpFin: "7", udp: "60" }), []);
		assert.deepEqual(reasons({ tcp: "900", tcpFin: "120", udp: "60" }), [
			"timeout tcp is 900",
		]);
	});

	test("are noted as found; where IPVS was not loaded, as the kernel has them", () => {
		const noted = (found: Observed["timeouts"], name: string) =>
			timeouts.noted.found(name, situation(found));
		assert.equal(noted({ tcp: "1000" }, "tcp"), "1000");
		assert.equal(noted({}, "tcp"), "900");
		assert.equal(noted({}, "udp"), "300");
	});

	const back = (
		found: Readonly<Record<string, string>>,
		now: Observed["timeouts"],
		wanted = nothing,
	) =>
		Object.values(timeouts.giveBack(found, situation(now, wanted)))
			.flat()
			.map((step) => step?.kind === "set-timeouts" && step.timeouts);

	test("go back to what was found, and not where they are so already", () => {
		assert.deepEqual(back({ tcp: "1000" }, { tcp: "600" }), [{ tcp: "1000" }]);
		assert.deepEqual(back({ tcp: "1000" }, { tcp: "1000" }), []);
		// nobody knew what it was
		assert.deepEqual(back({ tcp: "" }, { tcp: "600" }), []);
	});

	test("are not set where IPVS is not loaded any more", () => {
		assert.deepEqual(back({ tcp: "1000" }, {}, desired), []);
	});

	test("are set by one call, in which 0 leaves one as it is", () => {
		const set = (
			files: Readonly<Record<string, string>>,
			seconds: Readonly<Record<string, string>>,
		) => {
			const step: Step = {
				kind: "set-timeouts",
				timeouts: seconds,
				because: "",
			};
			const played = { files, commands: { ipvsadm: "" } };
			const { status, called } = runOn(played, render(step, "debian"));
			return [status, ...called];
		};
		assert.deepEqual(set(loaded, { udp: "60" }), [0, "ipvsadm --set 0 0 60"]);
		assert.deepEqual(set(loaded, { tcp: "9", tcpFin: "8" }), [
			0,
			"ipvsadm --set 9 8 0",
		]);
		assert.deepEqual(set({}, { udp: "60" }), [0]);
	});

	test("are shown as found, those alone that are declared", () => {
		const { observed } = situation({ tcp: "900", tcpFin: "120", udp: "60" });
		assert.deepEqual(
			timeouts.live({ declared: desired, filled: desired, observed }),
			{ tcp: "900", udp: "60" },
		);
	});
});
