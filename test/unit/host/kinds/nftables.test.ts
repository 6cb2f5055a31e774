import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { nftables } from "../../../../src/host/kinds/nftables.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { clean } from "../change/example.ts";
import { lookOn, undoOn } from "./play-host.ts";

const mark = "prerouting tcp dport 80 meta mark set 0x00000007";
const back = "postrouting ip daddr 172.18.0.67 masquerade";
const desired: Desired = {
	...nothing,
	nftables: { [mark]: "present", [back]: "present" },
	tables: { nftables: "lvs-web", routing: 24101 },
};
const owner = "web-director";
const host = (found: Observed["nftables"]): Observed => ({
	...clean(desired),
	nftables: found,
});
const table = `table ip lvs-web {
	ct helper ftp {
		type "ftp" protocol tcp
		l3proto ip
	}

	chain prerouting {
		type filter hook prerouting priority mangle; policy accept;
		tcp dport 80 meta mark set 0x00000007
	}

	chain postrouting {
		type nat hook postrouting priority srcnat; policy accept;
		ip daddr 172.18.0.67 masquerade
	}
}`;
const loaded = { "/sys/module/nf_tables/refcnt": "1\n" };
/** This machine's kernel may have nftables built in. */
const commands = { grep: "return 1", nft: `cat <<'end'\n${table}\nend` };

suite("rules of our own nftables table", () => {
	const look = (wanted: Desired, files: Readonly<Record<string, string>>) => {
		const { called, found } = lookOn({ files, commands }, nftables, wanted);
		return {
			called: called.filter((call) => call.startsWith("nft")),
			found,
		};
	};

	test("are read, each after its chain, and nothing of a helper", () => {
		assert.deepEqual(look(desired, loaded), {
			called: ["nft -s list table ip lvs-web"],
			found: desired.nftables,
		});
	});

	test("are not asked for where nft would load its module, or there are none", () => {
		assert.deepEqual(look(desired, {}), { called: [], found: {} });
		assert.deepEqual(look(nothing, loaded), { called: [], found: {} });
	});

	test("that are missing, or that nobody declared, are a reason for our unit", () => {
		const reasons = (found: Observed["nftables"]) =>
			nftables.plan({ owner, desired, observed: host(found) }).unit;
		assert.deepEqual(reasons(desired.nftables), []);
		assert.deepEqual(reasons({ [mark]: "present", "output drop": "present" }), [
			`nftables ${back} is missing`,
			"nftables output drop is not declared",
		]);
	});

	test("go with their table, and it is no error where that is gone", () => {
		assert.ok(nftables.takenBackBy === "our unit");
		assert.deepEqual(nftables.made.names(desired), ["lvs-web"]);
		assert.deepEqual(nftables.made.names({ ...desired, nftables: {} }), []);
		assert.equal(nftables.isThere("lvs-web", host(desired.nftables)), true);
		assert.equal(nftables.isThere("lvs-web", host({})), false);
		const remove = (nft: string) => {
			const played = { commands: { nft } };
			const { status, called } = undoOn(played, "nftables", "lvs-web");
			return [status, called.at(-1)];
		};
		assert.deepEqual(remove("true"), [0, "nft delete table ip lvs-web"]);
		assert.deepEqual(remove("return 1"), [0, "nft list table ip lvs-web"]);
		// what cannot be deleted is an error
		assert.equal(remove('[ "$1" = list ]')[0], 1);
	});

	test("are all shown, also those that nobody declared", () => {
		const found = { [mark]: "present", "output drop": "present" } as const;
		assert.deepEqual(
			nftables.live({
				declared: desired,
				filled: desired,
				observed: host(found),
			}),
			found,
		);
	});
});
