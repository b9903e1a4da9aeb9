// The table of runs as its address gives it in JSON: the twin of web/run_table.py.

export type Cell = number | string | null;

export interface Column {
  name: string;
  kind: string;
  key: string;
  is_sortable: boolean;
  of: string; // min or max of a metric
}

export interface Job {
  job_id: string;
  name: string;
  url: string;
  about: string;
}

export interface Run {
  iid: number;
  run_id: string;
  name: string;
  status: string;
  start_time: number;
  end_time: number | null;
  user: string;
  cells: Cell[];
  is_starred: boolean;
  children: number;
  ci_job: Job | null;
}

export interface RunTable {
  columns: Column[];
  rows: Run[];
  first: number;
  total: number;
  is_more: boolean;
}
