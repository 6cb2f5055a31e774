import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { extendRecord } from "../../../../src/host/change/extend-record.ts";
import { refusals } from "../../../../src/host/change/refuse.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { rendered } from "../../render/rendered.ts";
import { alone, clean } from "./example.ts";

const of = (role: "mount" | "storage"): Desired => {
	const desired = rendered("debian").get(role);
	assert.ok(desired);
	return desired;
};
const mount = of("mount");
const [[path = "", place] = []] = Object.entries(mount.shared ?? {});
assert.ok(place !== undefined && place !== "exported");
const [exported = ""] = Object.keys(of("storage").shared ?? {});

const refused = (
	desired: Desired,
	sharedPlaces: Observed["sharedPlaces"],
	more: Partial<Observed> = {},
) =>
	refusals(desired, { ...clean(desired), sharedPlaces, ...more }, {}).map(
		({ saw, advice }) => `${saw}\n${advice}`,
	);

suite("a shared directory", () => {
	test("whose path leads through a link is refused on a real server, with the path to write", () => {
		assert.deepEqual(
			refused(mount, {
				[path]: { link: "/var/lib", leadsTo: path.replace("/var/lib", "/srv") },
			}),
			[
				`${path} leads to ${path.replace("/var/lib", "/srv")}, as /var/lib is a symbolic link; systemd mounts at no path with a link in it\nWrite path: "${path.replace("/var/lib", "/srv")}" in \`directories\`: programs find the files by both paths. Where an application wants this very path, as WordPress and Discuz! do: put a directory in place of the link and mount there what it leads to (rm /var/lib && mkdir /var/lib && mount --bind /srv /var/lib, and the line "/srv /var/lib none bind" in /etc/fstab).`,
			],
		);
	});

	test("whose path is itself a link gets its place when that is gone", () => {
		assert.match(
			refused(mount, { [path]: { link: path, leadsTo: "/data/up" } }).join(),
			new RegExp(
				`Write path: "/data/up".*: take the link away \\(rm ${path}\\), and the shared directory comes there\\.$`,
			),
		);
	});

	test("of the storage machine beneath a link is refused, with a mount in place of the link", () => {
		const leadsTo = exported.replace("/srv/lvs", "/data/large");
		assert.deepEqual(
			refused(of("storage"), { [exported]: { link: "/srv/lvs", leadsTo } }),
			[
				`the storage's directory ${exported} leads to ${leadsTo}, as /srv/lvs is a symbolic link; the NFS server exports it by that path, and real servers ask for ${exported}\nMake it a path without links: put a directory in place of the link and mount there what it leads to (rm /srv/lvs && mkdir /srv/lvs && mount --bind /data/large /srv/lvs, and the line "/data/large /srv/lvs none bind" in /etc/fstab).`,
			],
		);
		const whole = refused(of("storage"), {
			[exported]: { link: exported, leadsTo: "/disk2/files" },
		});
		assert.match(
			whole.join(),
			new RegExp(`mount --bind /disk2/files ${exported},`),
		);
	});

	test("is not mounted over what somebody else has mounted there; what is ours goes on", () => {
		const theirs = { [path]: { mounted: "nas:/home" } };
		assert.deepEqual(refused(mount, theirs), [
			`nas:/home is mounted at ${path} already, and not by us; the shared directory would take its place\nWrite another path. Or unmount it first (umount ${path}), and take its line out of /etc/fstab or stop its unit.`,
		]);
		assert.deepEqual(refused(mount, { [path]: { mounted: place.source } }), []);
		// the storage moved to another machine
		const before = clean(mount);
		const record = extendRecord({
			owner: "files-mount",
			desired: mount,
			observed: before,
		});
		assert.deepEqual(refused(mount, theirs, { record }), []);
		assert.deepEqual(
			refused(mount, theirs, {
				neighbours: { ...alone, units: { [place.unit]: "" } },
			}),
			[],
		);
		// a second directory that comes to a component of ours is as new as the first one
		assert.equal(
			refused(mount, theirs, { record: { ...record, units: {} } }).length,
			1,
		);
		// a disk of its own on the storage machine
		assert.deepEqual(
			refused(of("storage"), { [exported]: { mounted: "/dev/vdb" } }),
			[],
		);
	});
});
