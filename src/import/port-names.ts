/** The ports whose names are in /etc/services of every distribution and usual in rules; `ipvsadm -S` prints names. */
const portNames: Readonly<Record<string, number>> = {
	"ftp-data": 20,
	ftp: 21,
	ssh: 22,
	telnet: 23,
	smtp: 25,
	domain: 53,
	tftp: 69,
	http: 80,
	www: 80,
	pop3: 110,
	ntp: 123,
	imap2: 143,
	imap: 143,
	snmp: 161,
	ldap: 389,
	https: 443,
	submission: 587,
	ldaps: 636,
	imaps: 993,
	pop3s: 995,
	"ms-sql-s": 1433,
	mysql: 3306,
	"ms-wbt-server": 3389,
	sip: 5060,
	postgresql: 5432,
	postgres: 5432,
	"http-alt": 8080,
	webcache: 8080,
};

/** The port that a text means: its number, or a usual name. A string says why it means none. */
export function readPortName(text: string): number | string {
	if (/^\d+$/.test(text))
		return Number(text) <= 65535
			? Number(text)
			: `a port is at most 65535, and ${text} is not`;
	return Object.hasOwn(portNames, text)
		? (portNames[text] ?? 0)
		: `"${text}" is no port that is known by its name; write its number, or print the rules with ipvsadm -Sn, not -S`;
}
