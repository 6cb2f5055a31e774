import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { declareMany, servers } from "../lab/many-services.ts";
import { onLab } from "../lab/on-lab.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// Large enough for what is done otherwise then: digests instead of texts, lines edited, services read back alone.
const services = 70;
/** Sorted lines as ipvsadm -Sn prints them. */
function expected(services: number, weight: number): string[] {
	return Array.from({ length: services }, (_, i) => [
		`-A -t 172.18.0.70:${1000 + i} -s wrr`,
		...Array.from(
			{ length: servers },
			(_, j) =>
				`-a -t 172.18.0.70:${1000 + i} -r 172.18.0.${100 + j}:${1000 + i} -m -w ${i === 3 && j === 0 ? weight : 1}`,
		),
	])
		.flat()
		.sort();
}

describe("a table of hundreds of rules", () => {
	const lab = sharedLab({
		links: { lan: "172.18.0.0/24" },
		machines: { lb: { lan: "172.18.0.66" } },
	});
	const on = (script: string) => lab().run("lb", "sh", "-c", script);
	const rules = (text: string) =>
		text
			.split("\n")
			.map((line) => line.trim())
			.filter((line) => /^-[Aa] /.test(line))
			.sort();
	const declare = (services: number, weight: number) =>
		declareMany(lab(), { services, weight, changed: 3 });
	const { good } = onLab(lab);
	/** Kernel and rule file both. */
	const assertTable = async (services: number, weight: number) => {
		const wanted = expected(services, weight);
		assert.deepEqual(rules(await on("ipvsadm -Sn")), wanted);
		assert.deepEqual(rules(await on("cat /etc/ipvsadm.rules")), wanted);
		assert.doesNotMatch(
			await good("up", ".", "--", "--refresh"),
			/updated|created/,
		);
	};

	test("is applied, and another look finds nothing to do", async () => {
		await on("echo '# mine' >/etc/ipvsadm.rules; chmod 640 /etc/ipvsadm.rules");
		declare(services, 1);
		await good("up");
		await assertTable(services, 1);
	});

	test("one weight changes, and nothing else of file or table", async () => {
		declare(services, 5);
		await good("up");
		await assertTable(services, 5);
		assert.match(await on("head -n 1 /etc/ipvsadm.rules"), /^# mine$/);
		assert.equal(await on("stat -c '%a %U' /etc/ipvsadm.rules"), "640 root");
	});

	test("what somebody changed in kernel, file and record is seen beside a change of ours, and repaired", async () => {
		await on(
			`systemctl stop lvs-web-director-watch
			ipvsadm -d -t 172.18.0.70:1010 -r 172.18.0.105:1010
			ipvsadm -A -t 172.18.0.70:22 -s rr
			sed -i '/172.18.0.70:1020 -r 172.18.0.101/d' /etc/ipvsadm.rules`,
		);
		declare(services, 6);
		await good("up");
		assert.match(await on("ipvsadm -Sn"), /^-A -t 172\.18\.0\.70:22 -s rr/m);
		await on("ipvsadm -D -t 172.18.0.70:22");
		await assertTable(services, 6);
	});

	test("almost all of it leaves, drained", async () => {
		declare(2, 1);
		await good("up");
		await assertTable(2, 1);
	});

	test("destroy returns the file as it was found", async () => {
		await good("destroy");
		assert.equal(await on("cat /etc/ipvsadm.rules"), "# mine");
		assert.equal(await on("ls /var/lib/pulumi-lvs 2>/dev/null || true"), "");
	});
});
