import { databaseOptions, parseUsersThing } from "../../model/users-data.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { dataNote, lostDirectories } from "../lost-directories.ts";

/** Users' data of a host. */
export interface UsersData {
	/** In the words of `Desired.data`: `database shop`, `directory uploads`. */
	readonly what: string;
	/** Where it lies: of a directory its path. */
	readonly place: string;
}

/** Users' data that a role keeps. */
interface KeptData extends UsersData {
	/** The record of the role. */
	readonly owner: string;
}

/** A part of the name of a copy's file. The kind of data decides how the copy is made. */
export function copySuffix(what: string): ".sql.gz" | ".tar.gz" {
	return databaseOf(what) === undefined ? ".tar.gz" : ".sql.gz";
}

/**
 * A script that copies users' data into a file on the host, and prints the checksum and the size of the file. A database is copied as it is at one moment,
 * while it goes on serving. In a directory, a file that changes meanwhile may be copied half, and what lies there on another file system is not copied: its
 * directories are printed in further lines. If the script fails, no file stays.
 */
export function copyScript(
	{ what, place, owner }: KeptData,
	file: string,
): string {
	const database = databaseOf(what);
	const read =
		database === undefined
			? sh`{ tar -C ${place} --one-file-system --numeric-owner -cf - . || [ $? = 1 ]; }`
			: dump(database);
	// Both ends of the pipe say that they did their part, as the exit status tells of the last one alone. tar does not compress by itself: where it fails
	// early it leaves a gzip behind, which makes the file after we removed it.
	return sh`umask 077
copy=${file}
${raw(onItsDisk({ what, place, owner }))}
apart=$(${raw(database === undefined ? otherFileSystems(place) : ":")})
rm -f "$copy"
trap 'rm -f "$copy"' EXIT
said=$({ { ${raw(read)} && echo read >&3; } | gzip -c >"$copy" && echo written >&3; } 3>&1)
[ "$said" = "read
written" ] || exit 1
sha256sum <"$copy" | cut -d ' ' -f 1 && stat -c %s "$copy" && trap - EXIT
printf '%s' "$apart"`;
}

/**
 * A script that replaces all of the data by a copy. The copy's file is removed afterwards, also if the script fails. If a database cannot be loaded from the
 * copy, what was there is put back; if that fails too, its own copy stays on the host, and the script names it.
 */
export function replaceScript(
	{ what, place, owner }: KeptData,
	file: string,
): string {
	const database = databaseOf(what);
	return sh`umask 077
copy=${file} before=${`${file}.before`} new= packet=
trap 'rm -f "$copy" "$copy.plain" "$before"; [ -z "$new" ] || rm -rf -- "$new"; [ -z "$packet" ] || mariadb -e "SET GLOBAL max_allowed_packet = $packet"' EXIT
${raw(onItsDisk({ what, place, owner }))}
${raw(database === undefined ? replaceDirectory(place) : replaceDatabase(database))}`;
}

// the directory itself stays: clients have it mounted
function replaceDirectory(place: string): string {
	return sh`apart=$({ ${raw(otherFileSystems(place))}; ${raw(mountsBelow(place))}; } | sort -u)
[ -z "$apart" ] || { echo "mounts or other file systems lie in the directory, and what is there is not in the copy and would be removed: $(printf '%s' "$apart" | paste -s -d ,); unmount them or move them away first" >&2; exit 1; }
new=${place}/.lvs-restore
rm -rf -- "$new" && mkdir -m 700 "$new" && tar -C "$new" --numeric-owner -xpzf "$copy" || exit 1
# the machine that the copy came from may have had another user for the web server
was=$(stat -c %u "$new") now=$(stat -c %u ${place}) from=$(stat -c %g "$new") to=$(stat -c %g ${place})
[ "$was" = "$now" ] || find "$new" -uid "$was" -exec chown -h "$now" {} + || exit 1
[ "$from" = "$to" ] || find "$new" -gid "$from" -exec chgrp -h "$to" {} + || exit 1
unpacked=$new new=
find ${place} -mindepth 1 -maxdepth 1 ! -name .lvs-restore -exec rm -rf --one-file-system -- {} + &&
	find "$unpacked" -mindepth 1 -maxdepth 1 -exec mv -t ${place} -- {} + &&
	chmod --reference="$unpacked" ${place} && chown --reference="$unpacked" ${place} && rmdir "$unpacked" && sync -f ${place}`;
}

/** Prints directories below a place in which another file system begins: a mount, or a subvolume of btrfs. */
function otherFileSystems(place: string): string {
	return sh`find ${place} -xdev -mindepth 1 -type d -printf '%D %p\n' | sed -n "/^$(stat -c %d ${place}) /!s/^[0-9]* //p"`;
}

/** Prints mounts below a place, also those of the same file system. */
function mountsBelow(place: string): string {
	return sh`top=$(readlink -f ${place})
cut -d ' ' -f 5 /proc/self/mountinfo | while read -r point; do
	point=$(printf %b "$point")
	case $point in "$top"/*) printf '%s\n' "$point" ;; esac
done`;
}

// A dump may fail at any of its statements, e.g. where the disk is full, and then the former database is gone.
function replaceDatabase(database: string): string {
	return sh`load() { mariadb ${longStatements} -- ${database}; }
emptied() { mariadb -e ${`DROP DATABASE IF EXISTS \`${database}\`; CREATE DATABASE \`${database}\` ${databaseOptions}`}; }
gzip -dc "$copy" >"$copy.plain" || exit 1
there=$(mariadb -N -e ${`SELECT 1 FROM information_schema.schemata WHERE schema_name = '${database}'`}) || exit 1
[ -z "$there" ] || ${raw(dump(database))} >"$before" || exit 1
# the engine refuses longer statements than that, and a session of its own takes the present limit
packet=$(mariadb -N -e 'SELECT @@GLOBAL.max_allowed_packet') && mariadb -e ${`SET GLOBAL max_allowed_packet = ${longest}`} || exit 1
emptied && load <"$copy.plain" && exit
[ -n "$there" ] || exit 1
if emptied && load <"$before"; then
	echo "the copy could not be loaded; the database is again as it was" >&2
else
	echo "neither the copy nor what was there could be loaded; what was there lies in $before, on this host" >&2
	before=
fi
exit 1`;
}

/** The longest statement that any engine takes, in bytes. A dump has twice the length of a binary value that the engine took once. */
const longest = 2 ** 30;

const longStatements = `--max-allowed-packet=${longest}`;

function dump(database: string): string {
	return sh`mariadb-dump ${longStatements} --single-transaction --quick --hex-blob --routines --triggers --events -- ${database}`;
}

/** Ends the script where a directory is empty because its disk is not mounted: a copy would lack everything, and what is put back would lie beneath the disk. */
function onItsDisk({ what, place, owner }: KeptData): string {
	const note = dataNote(owner);
	return databaseOf(what) !== undefined
		? ""
		: sh`away=$([ ! -e ${note} ] || { ${raw(lostDirectories(note))}; } | sed -n ${`s|^bare ${place} ||p`})
[ -z "$away" ] || { echo ${place}" is empty, and what users had there lies on what was mounted at $away, which is away: mount it first" >&2; exit 1; }`;
}

function databaseOf(what: string): string | undefined {
	const { kind, name } = parseUsersThing(what);
	return kind === "database" ? name : undefined;
}
