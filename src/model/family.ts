/** Stands for the path of a file that a family does not have. It is not a path: paths begin with a slash. */
export const noFile = "none";

/** The names and paths of one distribution family. The host's os-release (`ID`, `ID_LIKE`) decides which family applies. */
export interface FamilyNames {
	/** Words of os-release's `ID` and `ID_LIKE` that mean this family. */
	readonly identifiers: readonly string[];
	/** Package -> the program that we need it for. A copy of that program built from source will do as well. */
	readonly programs: Readonly<Record<string, string>>;
	/** Packages that are installed first, because others would otherwise bring something else in their place. */
	readonly comeFirst: readonly string[];
	/** The name of each thing in this family. */
	readonly names: Readonly<Record<FamilyName, string>>;
}

export type Family = "debian" | "rhel";

const debianNames = {
	"arping-package": "iputils-arping",
	httpd: "apache2",
	"httpd-conf": "/etc/apache2/conf-enabled",
	"httpd-modules": "/usr/lib/apache2/modules",
	// read after the sites that were there before: the first site answers for all names that no other site has
	"httpd-sites": "/etc/apache2/sites-enabled",
	"httpd-user": "www-data",
	"mariadb-conf": "/etc/mysql/mariadb.conf.d",
	"nfs-client": "nfs-common",
	"nfs-server": "nfs-kernel-server",
	perl: "perl-base",
	php: "libapache2-mod-php",
	"php-curl": "php-curl",
	"php-memcached": "php-memcached",
	"php-mysql": "php-mysql",
	"php-redis": "php-redis",
	// as a module the web server itself
	"php-unit": "apache2",
	"php-zip": "php-zip",
	redis: "redis-server",
	"ipvs-rules": "/etc/ipvsadm.rules",
	"document-root": "/var/www/html",
	"stock-page": "/usr/share/apache2/default-site/index.html",
} as const;

/** The things that each distribution family names differently. A text names one by `familyName` (host-text.ts). */
export type FamilyName = keyof typeof debianNames;

export const families: Readonly<Record<Family, FamilyNames>> = {
	debian: {
		identifiers: ["debian", "ubuntu"],
		programs: {
			ipvsadm: "/sbin/ipvsadm",
			"iputils-arping": "/usr/bin/arping",
			nftables: "/usr/sbin/nft",
			apache2: "/usr/sbin/apache2",
			curl: "/usr/bin/curl",
			"perl-base": "/usr/bin/perl",
		},
		// other packages ask for `php`; it is content with php-fpm, and without it brings PHP as a module of the web server
		comeFirst: ["php-fpm"],
		names: debianNames,
	},
	rhel: {
		identifiers: ["rhel", "fedora", "centos"],
		programs: {
			ipvsadm: "/usr/sbin/ipvsadm",
			iputils: "/usr/sbin/arping",
			nftables: "/usr/sbin/nft",
			httpd: "/usr/sbin/httpd",
			// the system may have curl-minimal, which works as well and conflicts with the package
			curl: "/usr/bin/curl",
			"perl-interpreter": "/usr/bin/perl",
		},
		comeFirst: [],
		names: {
			"arping-package": "iputils",
			httpd: "httpd",
			"httpd-conf": "/etc/httpd/conf.d",
			"httpd-modules": "/etc/httpd/modules",
			"httpd-sites": "/etc/httpd/conf.d",
			"httpd-user": "apache",
			"mariadb-conf": "/etc/my.cnf.d",
			"nfs-client": "nfs-utils",
			"nfs-server": "nfs-utils",
			perl: "perl-interpreter",
			php: "php-fpm",
			"php-curl": "php-common",
			"php-memcached": "php-pecl-memcached",
			"php-mysql": "php-mysqlnd",
			"php-redis": "php-pecl-redis5",
			"php-unit": "php-fpm",
			"php-zip": "php-pecl-zip",
			redis: "redis",
			"ipvs-rules": "/etc/sysconfig/ipvsadm",
			"document-root": "/var/www/html",
			// the package puts no index.html into the document root, so there is nothing that may be replaced
			"stock-page": noFile,
		},
	},
};

export const familyNames = Object.keys(families) as readonly Family[];

/** The name of each thing in each family. */
export function everyName(name: FamilyName): readonly string[] {
	return familyNames.map((family) => families[family].names[name]);
}

export function isFamilyName(text: string): text is FamilyName {
	return Object.hasOwn(debianNames, text);
}
