import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useForm } from 'react-hook-form';
import { describe, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { axeViolations, draw } from '../components/testing';
import { TextArea, TextField } from './fields';
import { Form, SubmitButton } from './form';

interface Values {
  title: string;
  summary: string;
}

function Example({ onSubmit }: { onSubmit: (values: Values) => Promise<void> }) {
  const form = useForm<Values>({ defaultValues: { title: '', summary: '' } });
  return (
    <Form form={form} names={['title', 'summary']} onSubmit={onSubmit}>
      <TextField<Values> name="title" label="Title" rules={{ required: 'Give it a title' }} />
      <TextArea<Values> name="summary" label="Summary" hint="Short." limit={10} />
      <SubmitButton form={form}>Send</SubmitButton>
    </Form>
  );
}

const send = () => userEvent.click(screen.getByRole('button', { name: 'Send' }));
const title = () => screen.getByRole('textbox', { name: 'Title' });

describe('Form', () => {
  test('says nothing while typing and leaving a field', async () => {
    draw(<Example onSubmit={vi.fn()} />);
    await userEvent.click(title());
    await userEvent.tab();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('on sending, a summary takes the focus and leads to the field', async () => {
    const onSubmit = vi.fn();
    const { container } = draw(<Example onSubmit={onSubmit} />);
    document.title = 'Page';
    await send();
    const summary = await screen.findByRole('alert');
    await waitFor(() => expect(document.activeElement).toBe(summary));
    expect(document.title).toBe('Error: Page');
    expect(onSubmit).not.toHaveBeenCalled();
    expect(title().getAttribute('aria-invalid')).toBe('true');
    expect(title().getAttribute('aria-describedby')).toBe('field-title-error');
    await userEvent.click(screen.getByRole('link', { name: 'Give it a title' }));
    expect(document.activeElement).toBe(title());
    expect(await axeViolations(container)).toEqual([]);
  });

  test('what the API refuses is told at its field', async () => {
    const refuse = async () => {
      throw new Problem({
        status: 422,
        detail: 'One field is wrong.',
        errors: [
          { pointer: '/content/title', code: 'X', detail: 'must have at least 5 characters' },
        ],
      });
    };
    draw(<Example onSubmit={refuse} />);
    await userEvent.type(title(), 'abc');
    await send();
    expect(
      await screen.findByRole('link', { name: 'Must have at least 5 characters' }),
    ).toBeTruthy();
    expect(screen.queryByText('One field is wrong.')).toBeNull();
  });

  test('a refusal that fits no field is told above them, in the language of the page', async () => {
    const refuse = async () => {
      throw new Problem({ status: 409, code: 'SEP_SAME_PERSON', detail: 'You have approved.' });
    };
    draw(<Example onSubmit={refuse} />, 'de');
    await userEvent.type(title(), 'abc');
    await send();
    expect(await screen.findByText(/Sie haben diese Runde bereits genehmigt/)).toBeTruthy();
    expect((title() as HTMLInputElement).value).toBe('abc');
  });

  test('tells how many characters are left, and how many are too many', async () => {
    draw(<Example onSubmit={vi.fn()} />);
    const summary = screen.getByRole('textbox', { name: 'Summary' });
    await userEvent.type(summary, '1234');
    expect(screen.getByText('6 characters left')).toBeTruthy();
    await userEvent.type(summary, '5678901');
    expect(screen.getByText('1 character too many')).toBeTruthy();
  });
});
