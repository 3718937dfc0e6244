#!/usr/bin/env bash
# The Debian package's life on a machine with systemd: install, run, upgrade, remove, purge.
#
#     package.sh bump FIRST.deb SECOND.deb
#         makes SECOND, the same package with a higher version and another default for a setting,
#         to upgrade to; on any machine
#     package.sh FIRST.deb SECOND.deb [MODEL]
#         as root, in a machine that is thrown away afterwards, that has what the package depends
#         on and never had Sight; with MODEL the demo line uses a smaller model than its own, for
#         an emulated machine
#
# Prints a line for each promise, with the seconds since the start, then `N kept, N broken`; exits 1
# when one is broken.
set -euo pipefail

kept=0
broken=0
# promise WORDS COMMAND...: the command has to succeed.
promise() {
    local words=$1 said
    shift
    if said=$("$@" 2>&1); then
        kept=$((kept + 1))
        printf 'kept    %4d s  %s\n' $SECONDS "$words"
    else
        broken=$((broken + 1))
        printf 'BROKEN  %4d s  %s\n%s\n%s\n' $SECONDS "$words" "$*" "$said"
    fi
}

# Waits for a command to succeed, two minutes at most.
eventually() {
    local end=$((SECONDS + 120))
    until "$@"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.5
    done
}

not() { ! "$@"; }
show() { systemctl show --property "$2" --value "$1"; }
is_in() { [[ $2 == *"$1"* ]]; }
is() { [ "$1" = "$2" ] || { echo "it is \"$1\", not \"$2\""; return 1; }; }
all_absent() {
    local path
    for path in "$@"; do
        [ ! -e "$path" ] || { echo "$path is there"; return 1; }
    done
}
catalog_entries() { journalctl --list-catalog | grep -c ' sight: ' || true; }

# What a line answers: hello, its state, its statistics. Read to the end, so that no pipe breaks.
status() { sight status --json "$1" 2>/dev/null || true; }

# Whether a line has judged a part.
judges() {
    status "$1" | sed -n 's/.*"pass":\([0-9]*\),"fail":\([0-9]*\).*/\1 \2/p' |
        awk '{ sum += $1 + $2 } END { exit !sum }'
}

# The number of a line's next event.
sequence() { status "$1" | sed -n 's/.*"event":"hello".*"sequence":\([0-9]*\).*/\1/p'; }

# Whether a line's process runs the program that is installed, not one that was replaced.
runs_installed() {
    local program
    program=$(readlink "/proc/$(show "$1" MainPID)/exe")
    is "$program" /usr/bin/sightd
}

# Everything on disk and in /run that a package or its lines could leave behind.
everything() {
    find /etc /usr /opt /var /run /lib -xdev \
        \( -path /var/lib/dpkg -o -path /var/log -o -path /var/tmp -o -path /run/log \
        -o -path /run/udev -o -path /run/systemd -o -path /var/cache \
        -o -path /usr/share/doc -o -path /usr/share/man \) -prune -o -print | sort
}

bump() {
    local folder version
    folder=$(mktemp -d)
    dpkg-deb --raw-extract "$1" "$folder"
    version=$(dpkg-deb --field "$1" Version)
    sed -i "s/^Version: .*/Version: $version+next/" "$folder/DEBIAN/control"
    echo '# The next version explains more here.' >>"$folder/etc/sight/sightd.toml"
    dpkg-deb --root-owner-group -Zgzip -z1 --build "$folder" "$2"
    rm -rf "$folder"
}

# A smaller model, and patience with a machine that needs it.
use_model() {
    mkdir -p /run/systemd/system/sightd@.service.d
    printf '[Service]\nTimeoutStartSec=10min\nTimeoutStopSec=2min\nWatchdogSec=2min\n' \
        >/run/systemd/system/sightd@.service.d/slow.conf
    systemctl daemon-reload
    mkdir -p /etc/sight/demo.toml.d
    printf '[camera]\nsource = "demo:?fps=0.5"\n[inspection]\nmodel = "%s"\n' \
        /usr/local/share/model.safetensors >/etc/sight/demo.toml.d/model.toml
}

after_install() {
    promise "the package is installed" is "$(dpkg-query -W -f '${db:Status-Abbrev}' sight)" "ii "
    promise "sightd --version tells the package's version" \
        is "$(sightd --version)" "sightd $(dpkg-query -W -f '${Version}' sight)"
    promise "the demo's settings are fine" sight config check /etc/sight/demo.toml
    promise "there is the group of the sockets" getent group sight
    promise "the catalog explains the entries" test "$(catalog_entries)" -gt 20
    promise "no line runs before it is asked for" is "$(systemctl list-units -q 'sightd@*')" ""
    promise "it has the manual" \
        grep -q '/usr/share/man/man8/sightd.8.gz' /var/lib/dpkg/info/sight.list
}

first_run() {
    promise "systemctl enable --now sightd@demo" systemctl enable --now sightd@demo
    promise "the demo line is active" systemctl is-active sightd@demo
    promise "the demo line judges parts" eventually judges demo
    promise "sight watch shows verdicts" \
        is_in '"event":"verdict"' "$(timeout 10 sight watch --json demo || true)"
    journalctl --sync
    promise "its entries are explained" \
        is_in 'have passed their checks' "$(journalctl -x -u sightd@demo --no-pager)"
    promise "little of it is exposed" \
        awk '/Overall exposure/ { low = $(NF - 2) <= 1.2 || $(NF - 1) <= 1.2 } END { exit !low }' \
        <(systemd-analyze security --no-pager sightd@demo.service)
    # Where the machine has the kernel's test camera.
    if modprobe vivid 2>/dev/null && udevadm settle && [ -e /dev/video0 ]; then
        promise "systemd knows the camera" eventually systemctl -q is-active dev-video0.device
    fi
}

a_person_works() {
    # Settings of their own, a line that is stopped but enabled, a model.
    echo '# A person was here.' >>/etc/sight/sightd.toml
    sed 's/name = "demo"/name = "spare"/' /etc/sight/demo.toml >/etc/sight/spare.toml
    [ ! -e /etc/sight/demo.toml.d ] || cp -r /etc/sight/demo.toml.d /etc/sight/spare.toml.d
    promise "a second line runs beside it" systemctl enable --now sightd@spare
    promise "and judges parts" eventually judges spare
    promise "a line stops" systemctl stop sightd@spare.service sightd@spare.socket
    touch /var/lib/sight/models/mine.safetensors
}

upgrade() {
    local before after_pid numbers settings stopped
    before=$(show sightd@demo MainPID)
    # Failed where the machine is so slow that the end had to be forced.
    stopped=$(show sightd@spare ActiveState)
    numbers=$(sequence demo)
    settings=$(md5sum /etc/sight/*.toml)
    # As apt does when nobody is there to be asked.
    promise "an upgrade" dpkg --force-confdef --force-confold -i "$1"
    after_pid=$(show sightd@demo MainPID)
    promise "settings are kept" is "$(md5sum /etc/sight/*.toml)" "$settings"
    promise "the new default lies beside the changed one" \
        grep -q 'next version' /etc/sight/sightd.toml.dpkg-dist
    promise "models are kept" test -e /var/lib/sight/models/mine.safetensors
    promise "the line that ran runs" systemctl is-active sightd@demo
    promise "in a new process" test "$after_pid" -ne "$before"
    promise "of the new program" runs_installed sightd@demo
    promise "it judges parts" eventually judges demo
    promise "the numbers of its events go on" test "$(sequence demo)" -gt "$numbers"
    promise "the service manager restarted nothing by itself" is "$(show sightd@demo NRestarts)" 0
    promise "the line that was stopped is stopped" \
        is "$(show sightd@spare ActiveState) $(show sightd@spare.socket ActiveState)" \
        "$stopped inactive"
    promise "both are still enabled" systemctl is-enabled -q sightd@demo sightd@spare
}

removal() {
    promise "removal" dpkg --remove sight
    promise "no line runs, and none has failed" is "$(systemctl list-units -q 'sightd@*')" ""
    promise "no process is left" not pgrep sightd
    promise "programs, units and sockets are gone" all_absent /usr/bin/sight /usr/bin/sightd \
        /lib/systemd/system/sightd@.service /usr/share/sight /run/sight
    promise "the catalog has forgotten it" is "$(catalog_entries)" 0
    promise "a person's settings are kept" grep -q 'A person' /etc/sight/sightd.toml
    promise "and models" test -e /var/lib/sight/models/mine.safetensors
}

again() {
    promise "it can be installed again" dpkg --force-confdef --force-confold -i "$1"
    promise "nothing runs by itself" is "$(systemctl list-units -q 'sightd@*')" ""
    promise "a line starts as it did before" systemctl start sightd@demo
    promise "and judges parts" eventually judges demo
}

purge() {
    modprobe -r vivid 2>/dev/null || true
    promise "purge, while a line runs" dpkg --purge sight
    promise "no line runs" is "$(systemctl list-units -q 'sightd@*')" ""
    promise "the group is gone" not getent group sight
    # /var/lib/private is systemd's own, for whatever service has DynamicUser=.
    promise "nothing is left" is \
        "$(comm -13 "$before_all" <(everything) | grep -vx /var/lib/private || true)" ""
}

if [ "${1:-}" = bump ]; then
    bump "$2" "$3"
    exit
fi
first=$1
second=$2
[ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] || { echo "root and systemd are needed"; exit 2; }
[ -z "${3:-}" ] || install -D -m 644 "$3" /usr/local/share/model.safetensors
before_all=$(mktemp)
everything >"$before_all"

finish() {
    # What the lines said, for who looks into it.
    [ $broken = 0 ] || journalctl --no-pager -o cat -n 30 -u 'sightd@*'
    echo "$kept kept, $broken broken"
    [ $broken = 0 ]
    exit
}

promise "the package can be installed" dpkg -i "$first"
after_install
[ -z "${3:-}" ] || use_model
first_run
[ $broken = 0 ] || finish
a_person_works
upgrade "$second"
removal
again "$second"
purge
finish
