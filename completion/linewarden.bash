# Completion of linewarden for bash. The names of procedures are asked from the program itself.

_linewarden_devices() {
  "${COMP_WORDS[0]}" device list 2>/dev/null | awk 'NR > 1 {print $1}'
}

_linewarden() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' word
  local shared='--data --store --json --color --platforms --procedures --help'
  local platforms='cisco_ios cisco_xe cisco_asa cisco_pix cisco_fwsm cisco_catos cisco_ips frr'
  local login='--username --password-env --password-file --ask-password --enable-password-env --enable-password-file'
  login+=' --ask-enable-password'
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in procedures | plan | audit | device | discover | test | run | prepare | deploy | file | transport | server | pin | limit | token | archive | store | credentials | vault | lease | lab) command=$word; break ;; esac
  done
  case $previous in
    --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$current"); return ;;
    --transport | --over) mapfile -t COMPREPLY < <(compgen -W 'https ssh telnet http console tms file' -- "$current"); return ;;
    --platform) mapfile -t COMPREPLY < <(compgen -W "$platforms" -- "$current"); return ;;
    --for | plan | procedures)
      if [[ $current != -* ]]; then
        local ids
        ids=$("${COMP_WORDS[0]}" procedures 2>/dev/null | awk 'NR > 1 && NF == 0 {exit} NR > 1 && /^[a-z]/ {print $1}')
        mapfile -t COMPREPLY < <(compgen -W "$ids" -- "$current")
        return
      fi
      ;;
    --data | --platforms | --procedures | --state | --folder | --git)
      mapfile -t COMPREPLY < <(compgen -d -- "$current"); return ;;
    --mode) mapfile -t COMPREPLY < <(compgen -W 'delta full' -- "$current"); return ;;
    --format) mapfile -t COMPREPLY < <(compgen -W 'csv yaml json dcr csm mars ansible netbox config' -- "$current"); return ;;
    --name-from) mapfile -t COMPREPLY < <(compgen -W 'text file' -- "$current"); return ;;
    --to) mapfile -t COMPREPLY < <(compgen -W 'file tms' -- "$current"); return ;;
    --config | --html | --key | --public | --private | --public-key | --pin-file | --set-file | --file | --password-file | --enable-password-file | --output | import | export)
      mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
  esac
  case $command in
    plan) word='--platform --os-version --config --set --set-env --set-file' ;;
    audit) word='--platform --for --set --set-env --set-file --jobs --max-file-size --html --verbose' ;;
    procedures) word='' ;;
    device)
      word='add list show set remove import export --discover --platform --os-version --address --transport --any-transport --port --https-port'
      word+=' --ssh-port --telnet-port --http-port --console --crypto --allow-ssh1 --jump --site --aaa --token-server --sessions'
      word+=' --search --group --tag --server --credential-set --part-of --limit --after --dynamic-address --host-name --domain-name'
      word+=' --display-name --image --target-version --context-mode --firewall-mode --context-of --context --staging-server'
      word+=' --identity-form --identity --cns-config-id --cns-event-id --cns-image-id --supports-failover'
      word+=" --notes --accept-key --fingerprint --ssh-key --ssh-key-passphrase-env $login"
      word+=' --format --dry-run --update --ignore-credentials --encoding --group --columns --address-from --name-from --output --force'
      ;;
    transport) word='default --versions --reset' ;;
    server) word='add list show set remove --kind --address --port --crypto --jump --notes --accept-key --username --password-env --ssh-key --directory --public-key --file-name --tls' ;;
    pin) word="list import export remove --force $(_linewarden_devices)" ;;
    limit) word='site aaa' ;;
    deploy) word="--file --mode --to --folder --preview --upload-timeout all $(_linewarden_devices)" ;;
    file) word="put get --force --over --connect-timeout --command-timeout $login $(_linewarden_devices)" ;;
    test) word="--context --over --at-once --connect-timeout --command-timeout $login $(_linewarden_devices)" ;;
    discover) word="--over --at-once --dry-run --connect-timeout --command-timeout $login all $(_linewarden_devices)" ;;
    run) word="--command --context --over --at-once --connect-timeout --command-timeout $login $(_linewarden_devices)" ;;
    prepare) word="--for --over --set --set-env --set-file --yes --dry-run --connect-timeout --command-timeout $login $(_linewarden_devices)" ;;
    token) word='keys write --public --private --key --to --device --size --pin-env --pin-file --replace' ;;
    archive) word="list show add diff search export --limit --version --at --file --platform --why --noise --regex --ignore-case --device --latest --git --branch --with-secrets $(_linewarden_devices)" ;;
    store) word='show migrate backup restore copy --no-backup --to' ;;
    credentials) word="add list show set remove use --group --default --notes $login" ;;
    vault) word='rotate --new-key-env --new-key-file' ;;
    lease) word="list break $(_linewarden_devices)" ;;
    lab) word='up --file --state' ;;
    *) word='procedures plan audit device discover test run prepare deploy file transport server pin limit token archive store credentials vault lease lab --version' ;;
  esac
  if [[ $current != -* && ($command == audit || ${COMP_WORDS[COMP_CWORD - 2]} == put) ]]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -W "$word $shared" -- "$current")
  fi
}
complete -o filenames -F _linewarden linewarden
