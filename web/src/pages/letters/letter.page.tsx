import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Letter } from '../../api/shapes';
import { Loaded } from '../../components/loaded';
import { useTitle } from '../../components/title';
import { T, useText } from '../../intl/intl';
import { letterQuery } from './letters.queries';

/** A letter as it was sent, laid out to be printed. */
export function LetterPage() {
  const { id } = useParams({ from: '/signed-in/letters/$id' });
  const letter = useQuery(letterQuery(id));
  return (
    <Loaded query={letter} page>
      {(known) => <LetterSheet letter={known} />}
    </Loaded>
  );
}

function LetterSheet({ letter }: { letter: Letter }) {
  const { organisation } = letter;
  useTitle(`${letter.reference} · ${letter.subject}`);
  return (
    <>
      <div className="head-row">
        <Link className="back-link" to="/org/$id/membership" params={{ id: organisation.id }}>
          <T id="back.membership" />
        </Link>
        <button type="button" className="button secondary" onClick={() => window.print()}>
          <T id="letter.print" />
        </button>
      </div>
      <article className="letter" lang={letter.locale} aria-labelledby="letter-subject">
        <header className="letter-head">
          <address>
            {organisation.name}
            {letter.attention.map((name) => (
              <span key={name}>
                <br />
                {name}
              </span>
            ))}
          </address>
          <LetterMarks letter={letter} />
        </header>
        <h1 id="letter-subject">{letter.subject}</h1>
        {letter.paragraphs.map((paragraph, index) => (
          <p key={index} className="pre-line">
            {paragraph}
          </p>
        ))}
      </article>
    </>
  );
}

/** Reference and date, in the letter's language like everything on the sheet. */
function LetterMarks({ letter }: { letter: Letter }) {
  const text = useText();
  const day = new Intl.DateTimeFormat(letter.locale === 'en' ? 'en-GB' : letter.locale, {
    dateStyle: 'long',
    timeZone: 'Europe/Brussels',
  }).format(new Date(letter.createdAt));
  return (
    <p className="numbers">
      <span lang="en">Champions Portal</span>
      <br />
      <span className="visually-hidden">{text('letter.reference')} </span>
      {letter.reference}
      <br />
      <time dateTime={letter.createdAt}>{day}</time>
    </p>
  );
}
