import { listensAt } from "../../../model/listens-at.ts";
import { recordDirectory } from "../../../model/record-directory.ts";
import { raw, sh } from "../../../ssh/shell.ts";
import type { FoundEngine, WrittenSetting } from "../../found-applications.ts";
import { linesAfter } from "../../lines-after.ts";
import { nothingOurs } from "../../ours.ts";
import type { Question } from "../../question.ts";

/** The files from which a MariaDB of either family reads its settings, in their order. */
const files = raw(
	"/etc/my.cnf /etc/my.cnf.d/*.cnf /etc/mysql/my.cnf /etc/mysql/conf.d/*.cnf /etc/mysql/mariadb.conf.d/*.cnf",
);

/** The state of the host's database engine before a role of ours changes it. */
export const engine: Question<FoundEngine> = {
	onlyBefore: true,
	probe: ({ engine }, _family, owner) =>
		engine === undefined
			? ""
			: sh`for directory in /usr/sbin /usr/libexec; do
	[ ! -x $directory/mysqld ] || [ -e $directory/mariadbd ] || $directory/mysqld --version | grep -q MariaDB || echo mysql
done
if systemctl -q is-active mariadb 2>/dev/null; then
	mariadb --batch --skip-column-names 2>&1 <<'END' || echo closed
SELECT CONCAT('open ', @@port, ' ', @@max_connections, ' ', @@datadir);
SELECT CONCAT('bind ', COALESCE(@@bind_address, '*'));
SELECT CONCAT('database ', schema_name) FROM information_schema.schemata;
SELECT CONCAT('user ', user, '@', host) FROM mysql.global_priv WHERE host != '';
SELECT 'writable' FROM DUAL WHERE @@read_only IN ('0', 'OFF');
END
	! cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v at=${listensAt(engine.address, engine.port)} '$4 == "0A" && $2 ~ at { found = 1 } END { exit !found }' || echo listens
else echo away; fi
state=${recordDirectory(owner)}
if [ -e "$state/accounts" ]; then awk '{ print "made " $1 "@" $2 }' "$state/accounts"
elif [ -e "$state/granted" ]; then echo unlisted; fi
[ ! -e "$state/users" ] || echo copied
set --
for file in ${files}; do [ ! -e "$file" ] || set -- "$@" "$file"; done
[ $# = 0 ] || awk 'FNR == 1 { group = "" }
	/^[ \\t]*\\[/ { group = $1 }
	group ~ /^\\[(server|mysqld|mariadb|mariadbd)(-[0-9.]+)?\\]/ && /^[ \\t]*[a-z]/ { sub(/^[ \\t]+/, ""); print "set " FILENAME ":" FNR " " $0 }' "$@"
! command -v dpkg-query >/dev/null || dpkg-query -W -f='\${Conffiles}\\n' 'mariadb-*' mysql-common 2>/dev/null | awk '$1 ~ /\\.cnf$/ { print $2 "  " $1 }' | md5sum -c 2>/dev/null | sed -n 's/^\\(.*\\): OK$/stock \\1/p'`,
	parse({ lines, ours = nothingOurs }) {
		const after = (word: string) => linesAfter(word, lines);
		const stock = after("stock");
		const all = after("set").flatMap(readSetting);
		const [open] = after("open");
		const [, port, connections, directory = ""] =
			/^(\d+) (\d+) (.*?)\/?$/.exec(open ?? "") ?? [];
		return {
			isMysql: lines.includes("mysql"),
			isAway: lines.includes("away"),
			closed: lines.includes("closed")
				? (lines.find((line) => line.startsWith("ERROR")) ?? "")
				: undefined,
			open:
				port === undefined
					? undefined
					: {
							port: Number(port),
							connections: Number(connections),
							directory,
							bound: after("bind")[0] ?? "",
							listens: lines.includes("listens"),
							databases: after("database"),
							users: after("user"),
						},
			// the note of a whole copy is written last
			promoted: lines.includes("copied") && lines.includes("writable"),
			made: lines.includes("unlisted") ? undefined : after("made"),
			written: all
				.filter(({ file }) => !stock.includes(file) && !ours.files.has(file))
				.map(setting),
			besides: all.filter(({ file }) => ours.files.has(file)).map(setting),
		};
	},
};

interface ReadSetting {
	readonly file: string;
	readonly line: string;
	readonly key: string;
	readonly value: string;
}

function readSetting(text: string): ReadSetting[] {
	const [, file = "", line = "", key, value = ""] =
		/^(\S+):(\d+) ([a-zA-Z0-9_-]+)\s*(?:=\s*(.*?))?\s*$/.exec(text) ?? [];
	return key === undefined ? [] : [{ file, line, key, value }];
}

function setting({ file, line, key, value }: ReadSetting): WrittenSetting {
	return {
		place: `${file}:${line}`,
		name: key.toLowerCase().replaceAll("_", "-"),
		value,
	};
}
