import type { ReactNode } from 'react';
import { Button, DropZone, FileTrigger, ProgressBar, Text } from 'react-aria-components';

/** Takes files by drag, by keyboard (paste) or from the list of files. */
export function FileDrop(props: {
  label: ReactNode;
  button: ReactNode;
  types: readonly string[];
  disabled: boolean;
  onFiles: (files: readonly File[]) => void;
}) {
  return (
    <DropZone
      className="file-drop"
      isDisabled={props.disabled}
      onDrop={({ items }) => {
        const files = items.filter((item) => item.kind === 'file');
        void Promise.all(files.map((item) => item.getFile())).then(props.onFiles);
      }}
    >
      <Text slot="label">{props.label}</Text>
      <FileTrigger
        acceptedFileTypes={props.types}
        allowsMultiple
        onSelect={(list) => props.onFiles([...(list ?? [])])}
      >
        <Button className="button secondary" isDisabled={props.disabled}>
          {props.button}
        </Button>
      </FileTrigger>
    </DropZone>
  );
}

/** How much of a file has been sent. */
export function FileProgress({ name, part }: { name: string; part: number }) {
  return (
    <ProgressBar className="file-progress" value={Math.round(part * 100)} aria-label={name}>
      {({ percentage, valueText }) => (
        <>
          <span>
            {name} <span className="numbers muted">{valueText}</span>
          </span>
          <progress aria-hidden="true" max={100} value={percentage ?? 0} />
        </>
      )}
    </ProgressBar>
  );
}
