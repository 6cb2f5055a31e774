#!/bin/sh
# Makes a root directory in which our scripts run as on a host of the Debian family, and says "ready". It lives as long as
# its standard input is open. Usage, in a mount namespace of its own: host.sh PROGRAMS ADDRESS/PREFIX DEVICE
# Real are the shell, its tools and the files; played are systemd, the kernel's network and the package manager.
set -eu
programs=$1 address=$2 device=$3
root=/mnt
mount -t tmpfs -o mode=755 none $root
mkdir -p $root/usr $root/upper $root/work
mount -t overlay -o lowerdir=/usr,upperdir=$root/upper,workdir=$root/work none $root/usr
cd $root
for name in bin sbin lib lib32 lib64; do [ ! -L /$name ] || cp -P /$name .; done
mkdir -p dev etc played/active played/cached played/started played/conditions run srv root sys/module tmp var/lib var/cache var/www/html
for name in null zero urandom; do : >dev/$name && mount --bind /dev/$name dev/$name; done
# the shell's own process directory, beside the played kernel's
mkdir real && mount --rbind /proc real
ln -s ../real/self/fd dev/fd && ln -s fd/0 dev/stdin

cp -a /etc/alternatives /etc/passwd /etc/group etc
printf 'ID=debian\nPRETTY_NAME="a played host"\n' >etc/os-release
echo 127.0.0.1 localhost >etc/hosts
getent group redis >/dev/null || echo redis:x:9999: >>etc/group

for name in all default lo "$device"; do
	mkdir -p proc/sys/net/ipv4/conf/$name sys/class/net/$name
	for key in arp_ignore arp_announce rp_filter; do echo 0 >proc/sys/net/ipv4/conf/$name/$key; done
done
rmdir sys/class/net/all sys/class/net/default
printf '%s\n' 'lo 127.0.0.1/8' "$device $address" >played/addresses
ln -s /real/uptime proc/uptime
: >played/packages

for program in "$programs"/*; do
	name=${program##*/}
	rm -f usr/sbin/$name usr/bin/$name
	cp "$program" usr/sbin/$name && chmod 755 usr/sbin/$name
	ln -s ../sbin/$name usr/bin/$name
done
echo ready
cat >/dev/null
